import { html, type TemplateResult } from 'lit';
import type { Translate } from '../strings/index.js';
import { personIcon } from './icons.js';

interface TakeOver {
  t: Translate;
  assignee: string | undefined;
  yes: string;
  onYes: () => void;
  onNo: () => void;
}

/** Asks, in place, before a conversation is taken from another agent. */
export function takeOverQuestion({ t, assignee, yes, onYes, onNo }: TakeOver): TemplateResult {
  return html`<div class="question" role="alertdialog" aria-labelledby="take-over-text">
    ${personIcon}
    <p id="take-over-text">${t('take_over_question', { name: assignee ?? t('another_agent') })}</p>
    <div class="sheet-actions">
      <button class="button small" type="button" @click=${onNo}>${t('cancel')}</button>
      <button id="take-over-yes" class="button small primary" type="button" @click=${onYes}>${yes}</button>
    </div>
  </div>`;
}
