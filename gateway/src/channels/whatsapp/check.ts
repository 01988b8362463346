import { z } from 'zod';
import type { Account, CheckedAccount } from '../adapter.js';
import { askGraph } from '../meta/ask-graph.js';
import { whatsAppError } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

const Phone = z.object({
  id: z.string(),
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
});

/**
 * GET /{version}/{phone-number-id}
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status/
 *
 * @throws ProviderUnavailableError
 */
export async function checkWhatsApp(
  { settings }: Account<WhatsAppSettings>,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const call = { path: settings.phoneNumberId, query: { fields: 'id,display_phone_number,verified_name' } };
  const phone = await askGraph(settings, call, Phone, whatsAppError, signal);
  return { name: phone.verified_name ?? null, address: phone.display_phone_number ?? null };
}
