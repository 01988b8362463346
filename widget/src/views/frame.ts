import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { contact } from './contact.js';
import { find } from './find.js';

interface Frame {
  locale: string;
  density: string;
  /** The page took our own height from the element. */
  loose: boolean;
  /** What screen readers are told. */
  said: string;
}

/** The two sides, of which a narrow element shows one at a time. */
export function frame(model: Model, { locale, density, loose, said }: Frame): TemplateResult {
  const { open, live, host } = model;
  // No white space around it: a page may have made that visible (`white-space: pre`).
  return html`<div
      class="base ${density === 'compact' ? 'compact' : ''} ${loose ? 'loose' : ''} ${open.ref === null ? 'finding' : 'writing'}"
      part="base"
      lang=${locale}
      role="group"
      aria-label=${host.translate('label')}
    >
      <div class="panes">
        ${find(model)} ${contact(model)}
      </div>
      ${live.state === 'reconnecting' ? html`<p class="connection" role="status">${host.translate('reconnecting')}</p>` : nothing}
      <div class="visually-hidden" role="status" aria-live="polite">${said}</div>
      <slot name="footer"></slot>
    </div>`;
}
