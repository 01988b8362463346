import type { Survey } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import type { Model } from '../model.js';
import { clockTime } from '../utils/time.js';

/** What became of a survey: waiting, asked, answered, or not and why. */
export function surveyLine({ host }: Model, survey: Survey): TemplateResult {
  const t = host.translate;
  const { status, score, scale, comment, reason, agent } = survey;
  const text = t(`survey_${status}`, {
    time: clockTime(survey.dueAt, host.locale),
    score: score ?? '',
    scale,
    reason: reason?.message ?? '',
  });
  const about =
    agent && status === 'answered'
      ? html` <span class="muted">${t('survey_about', { name: agent.name })}</span>`
      : nothing;
  return html`<div class="survey-line ${status}" part="survey">
    <p>${text}${about}</p>
    ${comment === null ? nothing : html`<p class="survey-comment" dir="auto">${comment}</p>`}
  </div>`;
}
