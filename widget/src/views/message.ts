import { GatewayProblem } from '@outbound-composer/core/client';
import type { Contact, Message } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { isTimeZone } from '../utils/local-time.js';
import { personName } from '../utils/person.js';
import { clockTime } from '../utils/time.js';
import { alertIcon, channelIcon, questionIcon, templateIcon, tickIcon } from './icons.js';
import { troubleText } from './trouble.js';

/** One message: what it says, who wrote it on which channel, and what became of it. */
export function message(model: Model, contact: Contact, one: Message): TemplateResult {
  const t = model.host.translate;
  const { content, status } = one;
  return html`<article class="message ${one.direction} ${status}" part="message">
    <p class="visually-hidden">${author(model, contact, one)}</p>
    <div class="bubble">
      ${
        content.kind === 'template'
          ? html`<p class="bubble-kind">${templateIcon}${t('template_named', { name: content.name })}</p>`
          : content.kind === 'attachment'
            ? html`<p class="bubble-kind" dir="auto">${content.attachment.name}</p>`
            : content.kind === 'other'
              ? html`<p class="bubble-kind">${content.type}</p>`
              : nothing
      }
      <p class="bubble-text" dir="auto">${content.text}</p>
    </div>
    <p class="message-meta">
      <span class="message-channel" title=${t(`channel_${one.channel}`)}>
        ${channelIcon(one.channel)}<span class="visually-hidden">${t(`channel_${one.channel}`)}</span>
      </span>
      ${one.direction === 'outbound' ? html`<span dir="auto" aria-hidden="true">${authorName(model, one)}</span>` : nothing}
      <time datetime=${one.at}>${clockTime(one.at, model.host.locale)}</time>
      ${one.direction === 'outbound' ? outcome(model, one) : nothing}
    </p>
    ${status === 'failed' || status === 'unknown' ? trouble(model, one) : nothing}
    ${takeBack(model, one)}
  </article>`;
}

function author(model: Model, contact: Contact, one: Message): string {
  const t = model.host.translate;
  if (one.direction === 'inbound') return t('from_contact', { name: personName(contact) || t('no_name') });
  if (one.author.kind === 'automation') return t('from_automation', { name: authorName(model, one) });
  return one.author.id !== null && one.author.id === model.session.agentId
    ? t('from_you')
    : t('from_agent', { name: authorName(model, one) });
}

function authorName({ session, host }: Model, { author }: Message): string {
  const t = host.translate;
  if (author.id !== null && author.id === session.agentId) return t('you');
  return author.name ?? (author.kind === 'automation' ? t('automation') : t('another_agent'));
}

function outcome(
  { host }: Model,
  { status, cancelled, schedule, at }: Message,
): TemplateResult | typeof nothing {
  if (status === 'failed' || status === 'unknown') return nothing;
  const zone = status === 'scheduled' ? (schedule?.timeZone ?? null) : null;
  const there = zone !== null && isTimeZone(zone) ? clockTime(at, host.locale, zone) : null;
  const text =
    cancelled?.reason === 'contact_wrote' ? 'cancelled_contact_wrote' : (`message_${status}` as const);
  return html`<span class="outcome ${status}">${tickIcon(status)}${host.translate(text)}${
    there !== null && there !== clockTime(at, host.locale)
      ? html` <span>· ${host.translate('time_there', { time: there })}</span>`
      : nothing
  }</span>`;
}

/** A message that has not left yet can be kept from leaving; of one that just left it says so. */
function takeBack({ takingBack, host }: Model, one: Message): TemplateResult {
  const t = host.translate;
  const error = takingBack.errors.get(one.id);
  const tooLate = error instanceof GatewayProblem && error.code === 'not_cancellable';
  return html`${
    takingBack.offers(one)
      ? html`<button
          class="button small"
          type="button"
          ?disabled=${takingBack.pending.has(one.id)}
          @click=${() => void takingBack.cancel(one.id)}
        >
          ${t('do_not_send')}
        </button>`
      : nothing
  }
  ${error === undefined ? nothing : html`<p class="field-error" role="alert">${tooLate ? t('too_late') : troubleText(error, t)}</p>`}`;
}

function trouble(model: Model, one: Message): TemplateResult {
  const { sending, host } = model;
  const t = host.translate;
  const retrying = sending.retrying.has(one.id);
  const retryError = sending.retryErrors.get(one.id);
  const isUnknown = one.status === 'unknown';
  const reason = one.failure?.message ?? (isUnknown ? t('message_unknown_text') : '');
  return html`<div class="message-trouble ${one.status}">
    ${isUnknown ? questionIcon : alertIcon}
    <div>
      <p><strong>${t(`message_${one.status}`)}.</strong> ${reason} ${one.failure?.remedy}</p>
      ${retryError ? html`<p role="alert">${troubleText(retryError, t)}</p>` : nothing}
      ${isUnknown ? resend(model, one, retrying) : nothing}
      ${
        !isUnknown && one.failure?.retriable
          ? html`<button class="button small" type="button" ?disabled=${retrying} @click=${() => void sending.retry(one.id)}>
              ${t('retry')}
            </button>`
          : nothing
      }
    </div>
  </div>`;
}

/** Sending an unknown one again may reach the customer twice, so it is asked first. */
function resend({ sending, host }: Model, one: Message, retrying: boolean): TemplateResult {
  const t = host.translate;
  if (sending.askingResend !== one.id)
    return html`<button class="button small" type="button" ?disabled=${retrying} @click=${() => sending.askResend(one.id)}>
      ${t('resend')}
    </button>`;
  return html`<p>${t('resend_question')}</p>
    <div class="sheet-actions start">
      <button class="button small" type="button" @click=${() => sending.askResend(null)}>${t('cancel')}</button>
      <button class="button small primary" type="button" @click=${() => void sending.retry(one.id)}>${t('resend_yes')}</button>
    </div>`;
}
