import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const ViberSettings = z.strictObject({
  baseUrl: baseUrl('https://chatapi.viber.com'),
  /** Of the bot; opens the API and signs the webhooks. */
  authToken: secret,
  /** Shown as the sender; Viber shows 28 characters. */
  senderName: z.string().trim().min(1).max(28),
  /** Picture of the sender, at most 100 kB. */
  senderAvatar: z.url({ protocol: /^https$/, error: 'expected an https URL' }).optional(),
  timeoutMs,
});
export type ViberSettings = z.output<typeof ViberSettings>;
