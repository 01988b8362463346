import type { Contact } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { initials, personName } from '../utils/person.js';
import { ago, dateTime } from '../utils/time.js';
import { avatar } from './avatar.js';
import { backButton } from './back-button.js';
import { conversationForm } from './conversation-form.js';
import { starIcon } from './icons.js';

export function contactHeader(model: Model, contact: Contact): TemplateResult {
  const t = model.host.translate;
  return html`
    <header class="contact-header" part="header">
      ${backButton(model)} ${avatar(contact, initials(contact))}
      <div class="contact-who">
        <h2 id="contact-heading" tabindex="-1"><bdi>${personName(contact) || t('no_name')}</bdi></h2>
        <p class="muted contact-facts">
          ${conversationState(model, contact)}
          ${contact.vip ? html`<span class="vip" title=${contact.vip.reason}>${starIcon}<span>${t('vip')}: ${contact.vip.reason}</span></span>` : nothing}
        </p>
      </div>
      <div class="contact-actions">
        <slot name="contact-actions"></slot>
        ${conversationButtons(model, contact)}
      </div>
    </header>
    ${conversationForm(model, contact)}
  `;
}

function conversationState(model: Model, { conversation }: Contact): unknown {
  const { host, now, session } = model;
  const t = host.translate;
  if (!conversation) return html`<span class="pill">${t('no_conversation')}</span>`;
  const { status, assignee, closedAt, snoozedUntil, reopenReason } = conversation;
  return html`
    <span class="pill ${status}">${t(`status_${status}`)}</span>
    <span>
      ${
        status === 'closed' && closedAt
          ? ago(closedAt, now, host.locale)
          : status === 'snoozed' && snoozedUntil
            ? t('snoozed_until', { time: dateTime(snoozedUntil, now, host.locale) })
            : nothing
      }
    </span>
    <span dir="auto">
      ${
        assignee === null
          ? t('unassigned')
          : assignee.id === session.agentId
            ? t('assigned_to_you')
            : t('assigned_to', { name: assignee.name })
      }
    </span>
    ${reopenReason && status === 'open' ? html`<span dir="auto">${t('reopen_reason_shown', { reason: reopenReason })}</span>` : nothing}
  `;
}

function conversationButtons(model: Model, { conversation }: Contact): unknown {
  const { actions, session, host } = model;
  if (!conversation) return nothing;
  const t = host.translate;
  const { status, assignee } = conversation;
  const mine = assignee !== null && assignee.id === session.agentId;
  return html`
    ${
      mine || session.sender !== 'human'
        ? nothing
        : html`<button class="button small" type="button" ?disabled=${actions.pending} @click=${() => void actions.assignToMe()}>
            ${t('assign_to_me')}
          </button>`
    }
    ${status === 'closed' ? nothing : formButton(model, 'close')}
    ${status === 'open' ? nothing : formButton(model, 'reopen')}
  `;
}

function formButton({ actions, host }: Model, form: 'close' | 'reopen'): TemplateResult {
  return html`<button
    id=${`${form}-button`}
    class="button small"
    type="button"
    aria-expanded=${actions.form === form ? 'true' : 'false'}
    ?disabled=${actions.pending}
    @click=${() => actions.toggle(form)}
  >
    ${host.translate(form)}
  </button>`;
}
