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
  'attachment_refused',
  'account_restricted',
  'credentials_refused',
  'request_refused',
  'duplicate',
  'provider_busy',
  'provider_error',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** One sentence in each language; `{wait}` becomes the time to wait, `describeFailure` fills it. */
export interface FailureText {
  readonly en: string;
  readonly de: string;
}

/** What one of a provider's errors means for us. The row decides about trying again; nothing else should. */
export interface ProviderErrorRow {
  /** As the provider writes it: `131047`, `10/2534022`, `403`, `5.1.1`. */
  readonly code: string;
  /** Where one code stands for several errors: what the provider's text must contain. */
  readonly text?: RegExp;
  /**
   * `rejected`: nothing was sent and the same again would not help now. `retry`: nothing was sent and the same helps
   * later. `unknown`: nobody can tell whether it was sent, so it must not be sent again by itself.
   */
  readonly outcome: 'rejected' | 'retry' | 'unknown';
  /** The same message can help later: by itself with `retry`, else when a person sends it again. */
  readonly retriable: boolean;
  readonly reason: FailureReason;
  /** What happened, for the agent. */
  readonly message: FailureText;
  /** What to do instead; null: nothing helps but waiting. */
  readonly remedy: FailureText | null;
  /** How long to wait at least where the answer does not say, milliseconds. */
  readonly afterMs?: number;
  /** What the contact said by it; to be kept with the contact. */
  readonly consent?: 'blocked' | 'opted_out' | 'opted_out_marketing';
  /** Where it says so. */
  readonly source: string;
  readonly confidence: Confidence;
}

type Stated = Omit<ProviderErrorRow, 'outcome' | 'retriable'>;

/** Nothing was sent, and the same again will not be either. */
export function rejected(row: Stated): ProviderErrorRow {
  return { outcome: 'rejected', retriable: false, ...row };
}

/** Nothing was sent now; a person may send the same again later, no machine should. */
export function rejectedForNow(row: Stated): ProviderErrorRow {
  return { outcome: 'rejected', retriable: true, ...row };
}

/** Nothing was sent, and the same helps after a pause. */
export function retry(row: Omit<Stated, 'remedy'> & { readonly afterMs: number }): ProviderErrorRow {
  return { outcome: 'retry', retriable: true, remedy: null, ...row };
}

/** Nobody can tell whether it was sent. */
export function unknown(row: Stated): ProviderErrorRow {
  return { outcome: 'unknown', retriable: true, ...row };
}
