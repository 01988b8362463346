import {
  describeFailure,
  type Provider,
  type ProviderAnswer,
  providerError,
} from '@outbound-composer/core/provider-errors';
import type { ErrorRow } from './error-table.js';

/** The row of core's table for a provider's error, or null when it knows none. */
export function sharedRow(provider: Provider, answer: ProviderAnswer): ErrorRow | null {
  const row = providerError(provider, answer);
  if (row === null) return null;
  const { outcome, reason, retriable, source, afterMs, consent } = row;
  return {
    outcome,
    reason,
    ...describeFailure(row, 'en'),
    source,
    retriable,
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(consent === undefined ? {} : { consent }),
  };
}
