import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers that prove who sent a webhook (https://www.standardwebhooks.com). */
export interface SignedHeaders {
  /** `webhook-id`: of the event, the same in every attempt. */
  readonly id: string;
  /** `webhook-timestamp`: of this attempt, in seconds. */
  readonly timestamp: string;
  /** `webhook-signature`: `v1,` and base64; several, with spaces between them, while a secret is changed. */
  readonly signature: string;
}

/** What is older, or further ahead of our clock, may be a replay. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Why a webhook is not the gateway's, or null when it is. Signatures are compared in constant time.
 *
 * @param secret `whsec_` and base64.
 * @param body The bytes as they came: JSON that was parsed and written again has another signature.
 * @param now Epoch milliseconds.
 */
export function signatureFault(
  { id, timestamp, signature }: SignedHeaders,
  secret: string,
  body: Buffer,
  now: number,
): string | null {
  if (id === '' || timestamp === '' || signature === '') return 'It is not signed.';
  if (!/^\d{1,12}$/.test(timestamp)) return 'Its time is not a number of seconds.';
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS)
    return 'It was signed more than 5 minutes ago, or the clocks of gateway and n8n differ by as much.';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signaturesIn(signature).some(
    (given) => given.length === expected.length && timingSafeEqual(given, expected),
  )
    ? null
    : 'Its signature does not fit the body.';
}

function signaturesIn(header: string): Buffer[] {
  return header
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice('v1,'.length), 'base64'));
}
