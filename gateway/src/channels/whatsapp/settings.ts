import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const WhatsAppSettings = z.strictObject({
  baseUrl: baseUrl('https://graph.facebook.com'),
  version: z
    .string()
    .regex(/^v\d+\.\d+$/, { error: 'expected a Graph API version such as v23.0' })
    .default('v23.0'),
  /** Of the business phone number that sends. */
  phoneNumberId: z.string().regex(/^\d+$/, { error: 'expected digits, as the App Dashboard shows them' }),
  /** Needed to list templates. */
  businessAccountId: z.string().regex(/^\d+$/, { error: 'expected digits' }).optional(),
  accessToken: secret,
  /** Of the Meta app; signs the webhooks. */
  appSecret: secret,
  /** The word of your choice that Meta repeats when the webhook is set up. */
  verifyToken: secret,
  timeoutMs,
});
export type WhatsAppSettings = z.output<typeof WhatsAppSettings>;
