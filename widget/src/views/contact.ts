import { GatewayProblem } from '@outbound-composer/core/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { backButton } from './back-button.js';
import { channels } from './channels.js';
import { compose } from './compose.js';
import { contactHeader } from './contact-header.js';
import { history } from './history.js';
import { personIcon } from './icons.js';
import { trouble } from './trouble.js';

/** The right-hand side: one contact, its channels, the history and the message to write. */
export function contact(model: Model): TemplateResult {
  const { open, host } = model;
  const t = host.translate;
  if (open.contact)
    return html`<section class="contact" part="contact" aria-labelledby="contact-heading" aria-busy=${open.loading ? 'true' : 'false'}>
      ${contactHeader(model, open.contact)}
      <div class="contact-body">
        ${channels(model, open.contact)}
        ${compose(model, open.contact)}
        ${history(model, open.contact)}
      </div>
    </section>`;
  if (open.ref !== null)
    return html`<section class="contact" part="contact" aria-labelledby="contact-heading">
      <header class="contact-header">${backButton(model)}
        <h2 id="contact-heading" class=${open.loading ? '' : 'visually-hidden'} tabindex="-1">
          ${open.loading ? t('loading_contact') : t('trouble_generic')}
        </h2>
      </header>
      ${open.error ? notOpened(model, open.ref) : nothing}
    </section>`;
  return html`<section class="contact empty" part="contact">
    <slot name="empty">
      <div class="nothing-open">
        <span class="nothing-open-icon">${personIcon}</span>
        <h2>${t('nothing_open')}</h2>
        <p class="hint">${t('nothing_open_hint')}</p>
      </div>
    </slot>
  </section>`;
}

function notOpened(model: Model, ref: string): TemplateResult {
  const { open, host } = model;
  const t = host.translate;
  if (open.error instanceof GatewayProblem && open.error.code === 'contact_not_found')
    return html`<p class="notice" role="alert">${t('trouble_not_found', { ref: ref.replace(/^[a-z]+:/, '') })}</p>`;
  return trouble({ error: open.error, t, again: () => void model.openContact(ref) });
}
