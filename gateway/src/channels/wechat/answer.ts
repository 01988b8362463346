import { z } from 'zod';
import type { SendOutcome } from '../adapter.js';
import { type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, REFUSED, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';

/** Errors come with HTTP 200 as well. */
const Answer = z.object({ errcode: z.int() });
/** The access token is not good (any more). */
const TOKEN_REFUSED = new Set([40001, 40014, 42001]);

export const isTokenRefused = (answer: ProviderAnswer): boolean => TOKEN_REFUSED.has(codeOf(answer) ?? 0);

export function codeOf({ json }: ProviderAnswer): number | undefined {
  return Answer.safeParse(json).data?.errcode;
}

/** What an answer means that accepts nothing. */
export function refusalOf(answer: ProviderAnswer): SendOutcome {
  const { status, headers } = answer;
  if (status < 200 || status >= 300)
    return outcomeFrom(rowForStatus(status), String(status), retryAfterMs(headers, Date.now()));
  const code = codeOf(answer);
  if (code === undefined) return outcomeFrom(SERVER_ERROR, String(status), null);
  const known = code === 40014 || code === 42001 ? 40001 : code;
  return outcomeFrom(sharedRow('wechat', { code: known }) ?? REFUSED, String(code), null);
}
