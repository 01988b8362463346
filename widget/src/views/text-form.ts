import type { Contact, ContactChannel } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Model } from '../model.js';
import { personName } from '../utils/person.js';
import { textLimit } from '../utils/text-limit.js';
import { select } from './controls.js';
import { infoIcon } from './icons.js';

/** Free text, as such or in the dress that the verdict asks for. */
export function textForm(model: Model, contact: Contact, channel: ContactChannel): TemplateResult {
  const { compose, host } = model;
  const t = host.translate;
  const { draft, errors } = compose;
  const name = personName(contact) || channel.address;
  return html`
    ${dress(model)}
    ${
      channel.channel === 'email'
        ? html`<label class="field subject">
            <span>${t('subject')}</span>
            <input
              name="subject"
              maxlength="250"
              dir="auto"
              .value=${live(draft.subject)}
              @input=${(event: InputEvent) => compose.change({ subject: (event.target as HTMLInputElement).value })}
            />
          </label>`
        : nothing
    }
    ${snippets(model)}
    <textarea
      id="text"
      class="text"
      rows="3"
      dir="auto"
      aria-label=${t('text')}
      aria-describedby="text-counter text-error"
      aria-invalid=${errors.text ? 'true' : 'false'}
      placeholder=${t('text_placeholder', { name, channel: t(`channel_${channel.channel}`) })}
      .value=${live(draft.text)}
      @input=${(event: InputEvent) => {
        model.sending.reset();
        compose.change({ text: (event.target as HTMLTextAreaElement).value });
      }}
    ></textarea>
    <div class="text-foot">
      <p id="text-error" class="field-error">${errors.text}</p>
      <p id="text-counter" class="counter">${counter(model, channel)}</p>
    </div>
  `;
}

function dress({ compose, host }: Model): TemplateResult | typeof nothing {
  const t = host.translate;
  const way = compose.textWay;
  if (way?.form === 'tag')
    return html`<p class="notice">${infoIcon}<span><strong>${t('tag_title', { tag: way.tag })}.</strong> ${t('tag_text')}</span></p>`;
  if (way?.form === 'bot_initiated')
    return html`<p class="notice">${infoIcon}<span><strong>${t('bot_initiated_title')}.</strong> ${t('bot_initiated_text')}</span></p>`;
  return nothing;
}

function snippets({ compose, host }: Model): TemplateResult | typeof nothing {
  const t = host.translate;
  const offered = host.snippets;
  if (offered.length === 0) return nothing;
  return html`<div class="snippets">
    ${select({
      label: t('snippets'),
      value: '',
      options: [
        ['', t('snippet_insert')],
        ...offered.map(({ title }, index) => [String(index), title] as const),
      ],
      onChange: (value, control) => {
        const box = (control.getRootNode() as ShadowRoot).getElementById(
          'text',
        ) as HTMLTextAreaElement | null;
        const snippet = offered[Number(value)];
        if (value === '' || !snippet || !box) return;
        compose.insert(snippet, box.selectionStart, box.selectionEnd);
        host.focus('text');
      },
    })}
  </div>`;
}

/** Counts down only when the end is near, and SMS parts always, since each one costs. */
function counter({ compose, host }: Model, { channel }: ContactChannel): unknown {
  const t = host.translate;
  const { left, segments, near } = textLimit(channel, compose.draft.text);
  const parts: unknown[] = [];
  if (segments !== null && compose.draft.text !== '')
    parts.push(html`<span>${t('sms_segments', { count: segments })}</span>`);
  if (left !== null && near)
    parts.push(
      html`<span class=${left < 0 ? 'over' : ''}
        >${left < 0 ? t('over_characters', { count: -left }) : t('left_characters', { count: left })}</span
      >`,
    );
  return parts;
}
