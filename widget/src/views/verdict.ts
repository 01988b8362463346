import type { ContactChannel, DecisionOut } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import type { StringKey } from '../strings/index.js';
import { dateTime } from '../utils/time.js';
import { countdown, whatFits } from './channels.js';
import { select } from './controls.js';
import { clockIcon, verdictMark } from './icons.js';

// A survey is not for a person to write.
const PURPOSES = ['support', 'vip_update', 'marketing'] as const;

/** The verdict on the chosen channel in full: what, until when, why, at what price, and what would change it. */
export function verdict(model: Model, channel: ContactChannel, decision: DecisionOut): TemplateResult {
  const { host, now } = model;
  const t = host.translate;
  const { verdict: name, closesAt, notes, explanation, rule } = decision;
  const title = t(`channel_${channel.channel}`);
  return html`<div class="verdict-panel ${name}" part="verdict">
    <p class="verdict-head">
      <span class="verdict ${name}">${verdictMark(name)}${t(`verdict_${name}`)}</span>
      <span>${
        name === 'blocked' ? t('blocked_title', { channel: title }) : `${title} · ${whatFits(decision, t)}`
      }</span>
      ${closesAt ? html`<span class="verdict-clock" title=${dateTime(closesAt, now, host.locale)}>${clockIcon}${countdown(model, decision)}</span>` : nothing}
    </p>
    <p class="verdict-why">${explanation}</p>
    <div class="verdict-foot">
      ${facts(model, decision)}
      <details class="verdict-more">
        <summary>${t('more_about')}</summary>
        <ul>
          ${notes.map((note) => html`<li>${note.text}</li>`)}
          <li>${source(rule, t('rule_source'))}</li>
        </ul>
      </details>
      ${select({
        label: t('purpose'),
        value: model.open.purpose,
        options: PURPOSES.map((purpose) => [purpose, t(`purpose_${purpose}`)]),
        onChange: (value) => model.open.setPurpose(value as (typeof PURPOSES)[number]),
      })}
    </div>
  </div>`;
}

/** Count, price and what would unlock it, as far as they are known. */
function facts(model: Model, decision: DecisionOut): TemplateResult | typeof nothing {
  const t = model.host.translate;
  const { verdict: name, ways, remaining, price, unlockedBy } = decision;
  const known: string[] = [];
  if (remaining !== null) known.push(t('remaining', { count: remaining }));
  if (ways.length > 0 && price.kind !== 'unknown') known.push(t(`price_${price.kind}`));
  // When nothing can be sent, the sentence above says it already.
  if (name === 'restricted' && unlockedBy.length > 0)
    known.push(`${t('unlocked_by')} ${unlockedBy.map((by) => unlockText(model, by)).join(' / ')}`);
  if (known.length === 0) return nothing;
  return html`<ul class="verdict-facts">
    ${known.map((fact) => html`<li>${fact}</li>`)}
  </ul>`;
}

function unlockText({ host, now }: Model, by: string): string {
  const t = host.translate;
  if (by.startsWith('at:')) return t('unlock_at', { time: dateTime(by.slice(3), now, host.locale) });
  return t(`unlock_${by}` as StringKey);
}

/** Where the rule that decided comes from: mostly an address, sometimes a title. */
function source({ id, source }: DecisionOut['rule'], label: string): TemplateResult {
  return /^https:\/\//.test(source)
    ? html`<a href=${source} target="_blank" rel="noopener noreferrer">${label}</a> <span class="muted">${id}</span>`
    : html`${label}: ${source} <span class="muted">${id}</span>`;
}
