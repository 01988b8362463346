import type { Survey } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { contactRef, type Located } from '../../contact-ref.js';
import { contactField } from '../../descriptions/contact.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';

/** The gateway's limit for a question. */
const LONGEST_QUESTION = 300;

/** Whom to ask, and what. Read them with `requestOf()`. */
export const surveyFields: INodeProperties[] = [
  { ...contactField, description: 'The customer to ask' },
  {
    displayName: 'Question',
    name: 'question',
    type: 'string',
    default: '',
    placeholder: 'e.g. How was our help?',
    description: 'Leave empty for the question of the gateway, in the customer’s language',
  },
];

export interface SurveyRequest {
  readonly contact: string;
  readonly question?: string;
}

export function requestOf({ context }: Run, index: number): SurveyRequest {
  const contact = contactRef(context.getNodeParameter('contact', index) as Located);
  const question = textField(context, 'question', index);
  if (question.length > LONGEST_QUESTION)
    throw new FieldFault(
      'Question',
      `is longer than ${LONGEST_QUESTION} characters`,
      'Shorten it, or leave it empty for the question of the gateway.',
    );
  return { contact, ...(question ? { question } : {}) };
}

/** A survey that nobody can answer any more, or never could. */
export function isRefused({ status }: Survey): boolean {
  return status === 'not_sent' || status === 'cancelled' || status === 'expired';
}

/** A survey as an item; its reason as flat as that of a verdict. */
export function surveyItem({ id: surveyId, reason, ...survey }: Survey) {
  return {
    surveyId,
    ...survey,
    reason: reason?.code ?? (survey.status === 'expired' ? 'expired' : null),
    explanation: reason?.message ?? null,
  };
}
