import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const LineSettings = z.strictObject({
  baseUrl: baseUrl('https://api.line.me'),
  /** Long-lived, from the LINE Developers Console. */
  channelAccessToken: secret,
  /** Signs the webhooks. */
  channelSecret: secret,
  timeoutMs,
});
export type LineSettings = z.output<typeof LineSettings>;
