import { createHmac, timingSafeEqual } from 'node:crypto';

/** Compares two texts in a time that tells nothing about where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether `given` is the HMAC of these bytes under this secret. */
export function hmacMatches(
  given: string | undefined,
  secret: string,
  bytes: Buffer | string,
  { algorithm = 'sha256', encoding = 'hex' as 'hex' | 'base64' } = {},
): boolean {
  if (given === undefined) return false;
  return equalInConstantTime(given, createHmac(algorithm, secret).update(bytes).digest(encoding));
}
