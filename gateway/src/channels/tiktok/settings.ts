import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const TikTokSettings = z.strictObject({
  baseUrl: baseUrl('https://business-api.tiktok.com'),
  version: z
    .string()
    .regex(/^v\d+\.\d+$/, { error: 'expected a version such as v1.3' })
    .default('v1.3'),
  /** Of the developer app. */
  appId: secret,
  /** Of the developer app; also signs the webhooks. */
  appSecret: secret,
  /** `open_id` of the business account, which its authorization gave. */
  businessId: secret,
  /** Which its authorization gave, too; good for a year. */
  refreshToken: secret,
  timeoutMs,
});
export type TikTokSettings = z.output<typeof TikTokSettings>;
