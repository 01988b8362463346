import type { Survey, SurveyQuery } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { mostOf, pagingFields } from '../../descriptions/paging.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';
import { surveyItem } from './survey-fields.js';

const LARGEST_PAGE = 200;
const ISO_LETTERS = /^[\dTZ:.+ -]{4,40}$/;

export const description: INodeProperties[] = [
  {
    displayName: 'Answered Since',
    name: 'since',
    type: 'dateTime',
    default: '',
    description: 'Only answers given at this time or later. Leave empty for all of them.',
  },
  ...pagingFields,
];

/** One item per answer, the newest survey first. */
export async function execute(run: Run): Promise<void> {
  const wanted = run.readAll((index) => ({ since: sinceOf(run, index), most: mostOf(run, index) }));
  for (const [index, { since, most }] of wanted)
    await run.attempt(index, async () => {
      const query: SurveyQuery = { status: 'answered', ...(since ? { answeredFrom: since } : {}) };
      run.accept(index, ...(await answers(run, query, most)).map(surveyItem));
    });
}

/**
 * n8n writes a chosen time without its zone, as it is in the workflow's.
 *
 * @returns ISO 8601 in UTC, or undefined for no limit.
 */
function sinceOf({ context }: Run, index: number): string | undefined {
  const text = textField(context, 'since', index);
  if (text === '') return undefined;
  // The text goes into an expression of n8n's, for the zone: nothing but a time may get there.
  const iso = ISO_LETTERS.test(text)
    ? context.evaluateExpression(
        `{{ DateTime.fromISO('${text.replace(' ', 'T')}').toUTC().toISO() ?? '' }}`,
        index,
      )
    : '';
  if (!iso)
    throw new FieldFault(
      'Answered Since',
      'is not a time',
      'It must be ISO 8601, like 2026-11-24T09:30:00Z; without an offset it is in the workflow’s time zone.',
    );
  return String(iso);
}

async function answers({ client }: Run, query: SurveyQuery, most: number): Promise<Survey[]> {
  const found: Survey[] = [];
  for (let cursor: string | null | undefined; cursor !== null && found.length < most; ) {
    const limit = Math.min(LARGEST_PAGE, most - found.length);
    const page = await client.listSurveys({ ...query, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}
