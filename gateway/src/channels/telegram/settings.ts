import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../settings.js';

export const TelegramSettings = z.strictObject({
  baseUrl: baseUrl('https://api.telegram.org'),
  botToken: z.string().regex(/^\d+:[\w-]+$/, { error: 'expected a bot token such as 123456:ABC-DEF' }),
  /** Given to setWebhook as secret_token; comes back with every update. */
  secretToken: z.string().regex(/^[\w-]{1,256}$/, { error: 'expected 1 to 256 letters, digits, _ or -' }),
  /** Writes as this business account instead of as the bot. */
  businessConnectionId: secret.optional(),
  timeoutMs,
});
export type TelegramSettings = z.output<typeof TelegramSettings>;
