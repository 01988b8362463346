import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const WeChatSettings = z.strictObject({
  baseUrl: baseUrl('https://api.weixin.qq.com'),
  appId: secret,
  appSecret: secret,
  /** The word of your choice that is entered as Token with the server address; signs the webhooks. */
  token: z.string().regex(/^[0-9A-Za-z]{3,32}$/, { error: 'expected 3 to 32 letters and digits' }),
  /** Encrypts the webhooks (secure mode); with it, what comes unencrypted is not believed. */
  encodingAesKey: z
    .string()
    .regex(/^[0-9A-Za-z]{43}$/, { error: 'expected 43 letters and digits' })
    .optional(),
  timeoutMs,
});
export type WeChatSettings = z.output<typeof WeChatSettings>;
