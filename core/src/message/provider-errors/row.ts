import type { Confidence } from '../../policy/rule.js';

/** What stands behind a failure, the same words for every provider. */
export const FAILURE_REASONS = [
  'window_closed',
  'quota_exhausted',
  'rate_limited',
  'recipient_unreachable',
  'blocked_by_contact',
  'opted_out',
  'marketing_refused',
  'terms_required',
  'thread_deleted',
  'experiment',
  'template_unusable',
  'content_refused',
  'account_restricted',
  'credentials_refused',
  'request_refused',
  'provider_error',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What one of a provider's errors means for us. The row decides about trying again; nothing else should. */
export interface ProviderErrorRow {
  /** As the provider writes it: `131047`, `10/2534022`, `403`, `5.1.1`. */
  readonly code: string;
  /** Where one code stands for several errors: what the provider's text must contain. */
  readonly text?: RegExp;
  /**
   * `rejected`: nothing was sent and the same again would not help. `retry`: nothing was sent and the same helps
   * later. `unknown`: nobody can tell whether it was sent, so it must not be sent again by itself.
   */
  readonly outcome: 'rejected' | 'retry' | 'unknown';
  readonly reason: FailureReason;
  /** One sentence for the agent. */
  readonly message: string;
  /** What to do instead; null: nothing helps but waiting. */
  readonly remedy: string | null;
  /** A person may send the same again later, although nothing sends it by itself. Absent: only with `retry`. */
  readonly retriable?: boolean;
  /** How long to wait at least where the answer does not say, milliseconds. */
  readonly afterMs?: number;
  /** What the contact said by it; to be kept with the contact. */
  readonly consent?: 'blocked' | 'opted_out' | 'opted_out_marketing';
  /** Where it says so. */
  readonly source: string;
  readonly confidence: Confidence;
}
