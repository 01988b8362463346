import type { Contact } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryLine } from '../controllers/history.js';
import type { Model } from '../model.js';
import { dayOf } from '../utils/time.js';
import { message } from './message.js';
import { surveyLine } from './survey-line.js';
import { trouble } from './trouble.js';

export function history(model: Model, contact: Contact): TemplateResult {
  const { history, host } = model;
  const t = host.translate;
  const { lines } = history;
  return html`<section class="history" part="history" aria-labelledby="history-heading">
    <h3 id="history-heading" class="visually-hidden">${t('history')}</h3>
    <div class="history-scroll" id="history-scroll" tabindex="0" role="group" aria-labelledby="history-heading">
      <div class="history-content">
      ${
        history.nextCursor
          ? html`<button class="button small older" type="button" ?disabled=${history.loading} @click=${() => void history.older()}>
              ${t('older')}
            </button>`
          : nothing
      }
      ${history.error ? trouble({ error: history.error, t, again: () => void history.load(contact.id) }) : nothing}
      ${
        lines.length > 0
          ? html`<ol class="messages">
              ${repeat(
                lines,
                ({ id }) => id,
                (one, index) => withDay(model, contact, one, lines[index - 1]),
              )}
            </ol>`
          : history.error
            ? nothing
            : html`<p class="hint history-empty">${history.loading ? t('history_loading') : t('history_empty')}</p>`
      }
      ${closingNote(model, contact)}
      </div>
    </div>
  </section>`;
}

/** What was written when the conversation was closed: the first thing to know before it is opened again. */
function closingNote({ host }: Model, { conversation }: Contact): TemplateResult | typeof nothing {
  const note = conversation?.status === 'closed' ? conversation.closing : null;
  if (!note || (note.category === null && note.summary === null)) return nothing;
  const t = host.translate;
  return html`<div class="closing-note">
    <p class="muted">${note.by ? t('closing_note_by', { name: note.by.name }) : t('closing_note')}</p>
    <p dir="auto">${note.category === null ? nothing : html`<strong>${note.category}</strong>`} ${note.summary}</p>
  </div>`;
}

function withDay(
  model: Model,
  contact: Contact,
  one: HistoryLine,
  before: HistoryLine | undefined,
): TemplateResult {
  const text = dayText(model, one);
  const isNewDay = before === undefined || dayText(model, before) !== text;
  const kind = 'survey' in one ? 'survey' : one.message.direction;
  return html`<li class="message-item ${kind}">
    ${isNewDay ? html`<p class="day"><span>${text}</span></p>` : nothing}
    ${'survey' in one ? surveyLine(model, one.survey) : message(model, contact, one.message)}
  </li>`;
}

function dayText({ host, now }: Model, { at }: HistoryLine): string {
  const day = dayOf(at, now, host.locale);
  return 'word' in day ? host.translate(day.word) : day.date;
}
