import type { Contact, ContactChannel, DecisionOut } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Model } from '../model.js';
import type { StringKey, Translate } from '../strings/index.js';
import { timeLeft } from '../utils/time.js';
import { channelIcon, verdictMark } from './icons.js';

/** Every channel of the contact with its verdict; choosing one turns the composer to it. */
export function channels(model: Model, contact: Contact): TemplateResult {
  const t = model.host.translate;
  if (contact.channels.length === 0) return html`<p class="notice channels-none">${t('no_channels')}</p>`;
  return html`<fieldset class="channels" part="channels">
    <legend class="visually-hidden">${t('channels')}</legend>
    <p class="channels-title" aria-hidden="true">${t('channels')}</p>
    <div class="channel-list">
      ${repeat(
        contact.channels,
        ({ identityId }) => identityId,
        (channel) => card(model, channel),
      )}
    </div>
  </fieldset>`;
}

function card(model: Model, channel: ContactChannel): TemplateResult {
  const { open, compose, sending, host } = model;
  const t = host.translate;
  const decision = open.decision(channel);
  const chosen = compose.channel?.identityId === channel.identityId;
  return html`<label class="channel ${decision.verdict}" part="channel">
    <input
      type="radio"
      name="channel"
      aria-describedby=${`why-${channel.identityId}`}
      .value=${channel.identityId}
      .checked=${live(chosen)}
      ?disabled=${sending.status === 'sending'}
      @change=${() => {
        sending.reset();
        compose.change({ identityId: channel.identityId });
      }}
    />
    <span class="channel-icon">${channelIcon(channel.channel)}</span>
    <span class="channel-text">
      <span class="channel-line">
        <span class="channel-name">${t(`channel_${channel.channel}`)}</span>
        <span class="verdict ${decision.verdict}">${verdictMark(decision.verdict)}${t(`verdict_${decision.verdict}`)}</span>
      </span>
      <span class="channel-line channel-where muted">
        <bdi class="channel-address">${channel.address}</bdi>
      </span>
      <span class="channel-line what" id=${`why-${channel.identityId}`}>
        <span>${whatFits(decision, t)}</span>
        ${countdown(model, decision)}
      </span>
    </span>
  </label>`;
}

/** What the verdict lets through, in two words. */
export function whatFits({ ways }: DecisionOut, t: Translate): string {
  const [best] = ways;
  return best ? t(`can_${best.form}` as StringKey) : t('can_nothing');
}

/** How long the verdict still holds, where it gets stricter by itself. */
export function countdown({ now, host }: Model, { closesAt }: DecisionOut): TemplateResult | typeof nothing {
  if (closesAt === null) return nothing;
  const left = timeLeft(Date.parse(closesAt) - now, host.locale);
  return html`<span class="countdown">${host.translate('closes_in', { left })}</span>`;
}
