import { z } from 'zod';

/** What an account may allow a call to its provider at most. */
export const LONGEST_CALL_MS = 120_000;

/** Of every adapter's settings: milliseconds that one call to the provider may take. */
export const timeoutMs = z.int().min(100).max(LONGEST_CALL_MS).default(15_000);

export const secret = z.string().trim().min(1);

/** Base URL of a provider, without a slash at its end. */
export const baseUrl = (provider: string) =>
  z
    .url({ protocol: /^https?$/, error: `expected a URL such as ${provider}` })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(provider);
