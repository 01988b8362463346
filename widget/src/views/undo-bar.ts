import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { timeLeft } from '../utils/time.js';

/** The moment in which a message that was just sent can be taken back. */
export function undoBar(model: Model): TemplateResult | typeof nothing {
  const { takingBack, host } = model;
  const { undo, left } = takingBack;
  if (!undo || left === null) return nothing;
  const t = host.translate;
  // A second that has begun counts: the last one reads 1 and not 0.
  const seconds = Math.ceil(left / 1000) * 1000;
  return html`<div class="undo" part="undo">
    <p>${t('leaves_in', { left: timeLeft(seconds, host.locale) })}</p>
    <progress aria-hidden="true" max=${undo.until - undo.since} .value=${left}></progress>
    <button
      id="undo"
      class="button small"
      type="button"
      ?disabled=${takingBack.pending.has(undo.message.id)}
      @click=${() => void model.undo()}
    >
      ${t('undo')}
    </button>
  </div>`;
}
