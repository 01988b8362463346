import type { Contact, ContactChannel, DecisionOut } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Mode } from '../controllers/compose.js';
import type { Model } from '../model.js';
import { segments } from './controls.js';
import { channelIcon, clockIcon, infoIcon, sendIcon, verdictMark } from './icons.js';
import { later } from './later.js';
import { takeOverQuestion } from './take-over.js';
import { templateForm } from './template-form.js';
import { textForm } from './text-form.js';
import { trouble } from './trouble.js';
import { undoBar } from './undo-bar.js';
import { verdict } from './verdict.js';

/** What can be written on the chosen channel at this moment; it turns with the verdict. */
export function compose(model: Model, contact: Contact): TemplateResult | typeof nothing {
  const { channel, decision, mode, keptText } = model.compose;
  if (!channel || !decision) return nothing;
  const t = model.host.translate;
  return html`<section class="compose" part="compose" aria-labelledby="compose-heading">
    <h3 id="compose-heading" class="visually-hidden">${t('compose')}</h3>
    ${verdict(model, channel, decision)}
    ${undoBar(model)}
    ${keptText === null ? nothing : kept(model, keptText)}
    ${mode === null ? blocked(model, contact, channel) : writing(model, contact, channel, decision, mode)}
  </section>`;
}

function writing(
  model: Model,
  contact: Contact,
  channel: ContactChannel,
  decision: DecisionOut,
  mode: Mode,
): TemplateResult {
  const { compose, sending, host } = model;
  const t = host.translate;
  const busy = sending.status === 'sending';
  return html`<form
    class="write"
    novalidate
    aria-label=${t('compose')}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      void model.send();
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void model.send();
      }
    }}
  >
    ${
      compose.modes.length > 1
        ? segments({
            legend: t('write_as'),
            name: 'mode',
            value: mode,
            options: compose.modes.map((one) => [one, t(`mode_${one}`)]),
            onChange: (value) => compose.change({ wanted: value as Mode }),
          })
        : nothing
    }
    <fieldset class="write-fields" ?disabled=${busy}>
      ${mode === 'text' ? textForm(model, contact, channel) : templateForm(model, channel, decision)}
      ${later(model, contact, channel, mode)}
    </fieldset>
    ${
      sending.status === 'asking_takeover'
        ? takeOverQuestion({
            t,
            assignee: contact.conversation?.assignee?.name,
            yes: t('take_over_and_send'),
            onYes: () => void model.send(true),
            onNo: () => {
              sending.reset();
              host.focus('send');
            },
          })
        : nothing
    }
    ${
      sending.status === 'failed'
        ? trouble({ error: sending.error, t, comfort: t('text_is_kept'), again: () => void model.send() })
        : nothing
    }
    <div class="write-bottom" ?hidden=${(mode === 'template' && !model.template) || sending.status === 'asking_takeover'}>
      <p class="hint">${consequence(model, contact)}</p>
      <button
        class="button later-toggle"
        type="button"
        aria-pressed=${compose.draft.later ? 'true' : 'false'}
        aria-label=${t('later')}
        title=${t('later')}
        ?disabled=${busy}
        @click=${() => {
          sending.reset();
          if (compose.draft.later) compose.change({ later: null });
          else {
            compose.planLater({});
            host.focus('later');
          }
        }}
      >
        ${clockIcon}
      </button>
      <button id="send" class="button primary send" type="submit" ?disabled=${busy} part="button">
        ${sendIcon}<span>${busy ? t('sending') : t(compose.draft.later ? 'later_send' : 'send')}</span>
      </button>
    </div>
  </form>`;
}

/** What sending will do to the conversation, said before it is done, and that it was done. */
function consequence(
  { session, compose, sending, takingBack, host }: Model,
  { id, conversation }: Contact,
): string {
  const t = host.translate;
  if (sending.sentTo === id) return takingBack.undo ? '' : sending.sentText;
  if (session.sender !== 'human' || !conversation) return '';
  if (compose.draft.later) return conversation.status === 'open' ? '' : t('later_reopens');
  const { status, assignee } = conversation;
  if (assignee && assignee.id !== session.agentId) return t('sending_takes_over', { name: assignee.name });
  if (status !== 'open') return t('sending_reopens');
  return assignee ? '' : t('sending_assigns');
}

/** Nothing goes here; elsewhere something may. */
function blocked(model: Model, contact: Contact, channel: ContactChannel): TemplateResult {
  const { compose, open, host } = model;
  const t = host.translate;
  const others = contact.channels.filter(
    (other) =>
      other !== channel &&
      model.session.dispatches(other.channelAccountId) &&
      open.decision(other).verdict !== 'blocked',
  );
  return html`<div class="shut">
    ${
      compose.dispatches
        ? nothing
        : html`<p class="notice">${infoIcon}<span>${t('not_available', { channel: t(`channel_${channel.channel}`) })}</span></p>`
    }
    ${
      others.length === 0
        ? nothing
        : html`<p class="hint">${t('instead')}</p>
            <div class="shut-others">
              ${others.map((other) => {
                const { verdict } = open.decision(other);
                return html`<button
                  class="button small"
                  type="button"
                  @click=${() => compose.change({ identityId: other.identityId })}
                >
                  ${channelIcon(other.channel)}${t(`channel_${other.channel}`)}${verdictMark(verdict)}
                  <span class="visually-hidden">${t(`verdict_${verdict}`)}</span>
                </button>`;
              })}
            </div>`
    }
  </div>`;
}

function kept({ host }: Model, text: string): TemplateResult {
  const t = host.translate;
  return html`<div class="kept" role="status">
    <p>${t('kept_text')}</p>
    <blockquote dir="auto">${text}</blockquote>
    <button
      class="button small"
      type="button"
      @click=${() => void navigator.clipboard?.writeText(text).then(() => host.say(t('copied')))}
    >
      ${t('copy')}
    </button>
  </div>`;
}
