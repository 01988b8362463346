import { z } from 'zod';
import { baseUrl, secret, timeoutMs } from '../../settings.js';
import { maxSegments } from '../segments.js';
import { startWords, stopWords } from '../words.js';

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), {
    error: `expected ${prefix} and 32 hexadecimal digits, as the Twilio Console shows them`,
  });

export const TwilioSettings = z
  .strictObject({
    provider: z.literal('twilio'),
    baseUrl: baseUrl('https://api.twilio.com'),
    accountSid: sid('AC'),
    /** Signs the webhooks, and opens the API where no API key is given. */
    authToken: secret,
    /** An API key that opens the API in place of the auth token. */
    apiKey: z.strictObject({ sid: sid('SK'), secret }).optional(),
    /** The sender: a pool of numbers … */
    messagingServiceSid: sid('MG').optional(),
    /** … or one number (E.164), short code or alphanumeric sender id. */
    from: z.string().trim().min(1).optional(),
    /**
     * This account's webhook address as Twilio calls it, exactly as it is entered in the Twilio Console: it is part
     * of what Twilio signs.
     */
    webhookUrl: z.url({
      protocol: /^https?$/,
      error: 'expected a URL such as https://gateway.example/webhooks/acme/sms',
    }),
    /** The sender can send files, by MMS (the United States and Canada). */
    mms: z.boolean().default(false),
    stopWords,
    startWords,
    maxSegments,
    timeoutMs,
  })
  .refine(({ messagingServiceSid, from }) => (messagingServiceSid === undefined) !== (from === undefined), {
    path: ['messagingServiceSid'],
    error: 'expected either messagingServiceSid or from',
  });
export type TwilioSettings = z.output<typeof TwilioSettings>;
