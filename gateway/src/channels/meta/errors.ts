import { type ErrorRow, RATE_LIMITED, SERVER_ERROR } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import type { GraphError } from './graph.js';

const GRAPH = 'https://developers.facebook.com/docs/graph-api/guides/error-handling';
const MESSENGER =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes';

/** What an error of the Send API means: first by the table of the channel, then by what holds all over the Graph API. */
export function sendApiError(channel: 'messenger' | 'instagram', error: GraphError): ErrorRow | null {
  return sharedRow(channel, error) ?? GENERAL.find(({ fits }) => fits(error))?.row ?? null;
}

const operator = { outcome: 'rejected', retriable: false, source: GRAPH } as const;

const GENERAL: readonly { fits(error: GraphError): boolean; row: ErrorRow }[] = [
  {
    fits: ({ code, text }) => code === 10 && /outside of (the )?allowed window/i.test(text ?? ''),
    row: {
      outcome: 'rejected',
      reason: 'window_closed',
      message: 'The customer has not written within the time in which Meta allows an answer.',
      remedy: 'Choose another channel, or wait until the customer writes.',
      retriable: false,
      source: MESSENGER,
    },
  },
  // Limits of the app, the user, the Page, and the business use case.
  {
    fits: ({ code }) => [4, 17, 32, 613, 80002, 80006].includes(code),
    row: { ...RATE_LIMITED, afterMs: 60_000, source: GRAPH },
  },
  {
    fits: ({ code, text }) => code === 100 && /no matching user/i.test(text ?? ''),
    row: {
      ...operator,
      reason: 'recipient_unreachable',
      message: 'Meta knows no such person for our account.',
      remedy: 'Choose another channel.',
    },
  },
  {
    fits: ({ code }) => code === 100,
    row: {
      ...operator,
      reason: 'request_refused',
      message: 'Meta does not understand the request.',
      remedy: 'Check the settings of this account, or write it differently.',
    },
  },
  {
    fits: ({ code }) => code === 551,
    row: {
      ...operator,
      reason: 'recipient_unreachable',
      message: 'This person is not available now.',
      remedy: 'Choose another channel.',
      source: MESSENGER,
    },
  },
  {
    fits: ({ code }) => [102, 190, 463, 467].includes(code),
    row: {
      ...operator,
      reason: 'credentials_refused',
      message: 'Meta no longer accepts our access token.',
      remedy: 'The operator must connect the account again.',
    },
  },
  {
    fits: ({ code }) => code === 3 || code === 10 || (code >= 200 && code <= 299),
    row: {
      ...operator,
      reason: 'credentials_refused',
      message: 'The access token lacks a permission.',
      remedy: 'The operator must give the app its permissions again.',
    },
  },
  {
    fits: ({ code }) => code === 368,
    row: {
      ...operator,
      reason: 'account_restricted',
      message: 'Meta has restricted the account for violating a policy.',
      remedy: 'The operator must look into the Business Manager.',
    },
  },
  { fits: ({ code }) => code === 1 || code === 2, row: { ...SERVER_ERROR, source: GRAPH } },
];
