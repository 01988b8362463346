import { type Provider, type ProviderAnswer, providerError } from '@outbound-composer/core/provider-errors';
import type { ErrorRow } from './error-table.js';

/** The row of core's table for a provider's error, or null when it knows none. */
export function sharedRow(provider: Provider, answer: ProviderAnswer): ErrorRow | null {
  const row = providerError(provider, answer);
  if (row === null) return null;
  const { outcome, reason, message, remedy, source, afterMs, consent } = row;
  return {
    outcome,
    reason,
    message,
    remedy,
    source,
    retriable: row.retriable ?? outcome !== 'rejected',
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(consent === undefined ? {} : { consent }),
  };
}
