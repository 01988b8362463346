import { z } from 'zod';
import { metaId, metaSecrets, version } from '../meta/settings.js';
import { baseUrl, timeoutMs } from '../settings.js';

export const WhatsAppSettings = z.strictObject({
  baseUrl: baseUrl('https://graph.facebook.com'),
  version,
  /** Of the business phone number that sends. */
  phoneNumberId: metaId,
  /** Needed to list templates, and to hear what becomes of them. */
  businessAccountId: metaId.optional(),
  ...metaSecrets,
  timeoutMs,
});
export type WhatsAppSettings = z.output<typeof WhatsAppSettings>;
