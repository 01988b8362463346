import type { Contact } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { takeOverQuestion } from './take-over.js';
import { trouble } from './trouble.js';

/** What opens under the header: a closing note, a reason for reopening, the question about taking over. */
export function conversationForm(model: Model, contact: Contact): unknown {
  const { actions, host } = model;
  const t = host.translate;
  if (actions.askingTakeover)
    return takeOverQuestion({
      t,
      assignee: contact.conversation?.assignee?.name,
      yes: t('take_over'),
      onYes: () => void actions.takeOver(),
      onNo: () => actions.show(null),
    });
  const failed = actions.error ? trouble({ error: actions.error, t }) : nothing;
  if (actions.form === null) return failed;
  return html`${failed}${actions.form === 'close' ? closeForm(model) : reopenForm(model)}`;
}

function closeForm(model: Model): TemplateResult {
  const { actions, host } = model;
  const t = host.translate;
  return form(
    model,
    t('close_form'),
    t('close'),
    (data) =>
      void actions.close(
        String(data.get('category')).trim(),
        String(data.get('summary')).trim(),
        actions.surveys === null ? undefined : data.has('survey'),
      ),
  )(html`
    <label class="field"><span>${t('close_category')}</span><input id="close-field" name="category" maxlength="100" dir="auto" /></label>
    <label class="field"><span>${t('close_summary')}</span><textarea name="summary" rows="2" maxlength="2000" dir="auto"></textarea></label>
    ${
      actions.surveys === null
        ? nothing
        : html`<label class="check"><input type="checkbox" name="survey" .defaultChecked=${actions.surveys} /><span>${t('close_survey')}</span></label>`
    }
  `);
}

function reopenForm(model: Model): TemplateResult {
  const { actions, host } = model;
  const t = host.translate;
  return form(
    model,
    t('reopen_form'),
    t('reopen'),
    (data) => void actions.reopen(String(data.get('reason')).trim()),
  )(
    html`<label class="field"><span>${t('reopen_reason')}</span><input id="reopen-field" name="reason" maxlength="500" dir="auto" /></label>`,
  );
}

function form({ actions, host }: Model, title: string, submit: string, onSubmit: (data: FormData) => void) {
  const leave = () => {
    if (actions.form !== null) actions.toggle(actions.form);
  };
  return (fields: TemplateResult) => html`<form
    class="sheet"
    aria-label=${title}
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      onSubmit(new FormData(event.target as HTMLFormElement));
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      leave();
    }}
  >
    ${fields}
    <div class="sheet-actions">
      <button class="button small" type="button" @click=${leave}>${host.translate('cancel')}</button>
      <button class="button small primary" type="submit" ?disabled=${actions.pending}>${submit}</button>
    </div>
  </form>`;
}
