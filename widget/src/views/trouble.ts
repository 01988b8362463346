import { GatewayProblem } from '@outbound-composer/core/client';
import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings/index.js';
import { alertIcon } from './icons.js';

/** What went wrong, in a sentence for the agent. */
export function troubleText(error: unknown, t: Translate): string {
  if (!(error instanceof GatewayProblem)) return t('trouble_network');
  if (error.status === 401) return t('trouble_session');
  if (error.code === 'not_a_gateway') return t('trouble_not_a_gateway');
  const [first] = error.errors;
  // The schema's own sentence says only that something is wrong.
  if (error.code === 'validation_failed' && first) return `${first.field}: ${first.message}`;
  return error.detail;
}

interface Trouble {
  error: unknown;
  t: Translate;
  /** Said after the trouble, e.g. that nothing is lost. */
  comfort?: string;
  again?: () => void;
}

/** A line with what went wrong and, where it can help, a way to try again. */
export function trouble({ error, t, comfort, again }: Trouble): TemplateResult {
  return html`<div class="trouble" role="alert">
    ${alertIcon}
    <p>${troubleText(error, t)} ${comfort}</p>
    ${again ? html`<button class="button small" type="button" @click=${again}>${t('again')}</button>` : ''}
  </div>`;
}
