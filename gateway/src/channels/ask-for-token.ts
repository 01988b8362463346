import type { SendOutcome } from './adapter.js';
import { callProvider, type ProviderAnswer } from './call-provider.js';
import { type ErrorRow, outcomeFrom, rowForStatus } from './error-table.js';

/**
 * Asks a provider for an access token. Whatever fails here, the message has not left, so even what nobody can know
 * otherwise may be tried again.
 */
export async function askForToken(
  provider: string,
  { url, body, timeoutMs }: { readonly url: string; readonly body: object; readonly timeoutMs: number },
): Promise<{ answer: ProviderAnswer } | { outcome: SendOutcome }> {
  const called = await callProvider({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs,
    signal: new AbortController().signal,
  });
  if ('answer' in called) return called;
  return { outcome: outcomeFrom(noToken(provider), called.fault.failure.providerCode, null) };
}

/** For an answer without a token and without a code that a table knows. */
export function withoutToken(provider: string, { status }: ProviderAnswer): { outcome: SendOutcome } {
  const row = rowForStatus(status);
  const known = row.outcome === 'rejected' && status >= 400 ? row : noToken(provider);
  return { outcome: outcomeFrom(known, String(status), null) };
}

function noToken(provider: string): ErrorRow {
  return {
    outcome: 'retry',
    reason: 'provider_unreachable',
    message: `${provider} gave no access token.`,
    remedy: null,
    retriable: true,
    afterMs: 5_000,
    source: null,
  };
}
