import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import type { ProviderAnswer } from '../call-provider.js';
import { outcomeFrom, SERVER_ERROR } from '../error-table.js';
import { callGraph, refusalOf } from '../meta/graph.js';
import { contentOf } from './content.js';
import { whatsAppError } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

const Accepted = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });

/**
 * POST /{version}/{phone-number-id}/messages
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export async function sendWhatsApp(
  { settings }: Account<WhatsAppSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const made = await contentOf(settings, message, signal);
  if ('refused' in made) return made.refused;
  const json = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(message.to),
    // Comes back with every status, so a send that got no answer can still be settled.
    biz_opaque_callback_data: message.messageId,
    ...made.content,
  };
  const called = await callGraph(settings, { path: `${settings.phoneNumberId}/messages`, json }, signal);
  return 'fault' in called ? called.fault : outcomeOf(called.answer);
}

/**
 * A phone number, or the id of a customer who hides it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
function recipientOf(address: string): { to: string } | { recipient: string } {
  return /^\+?\d+$/.test(address) ? { to: address.replace(/^\+/, '') } : { recipient: address };
}

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  if (answer.status < 200 || answer.status >= 300) return refusalOf(answer, whatsAppError);
  const accepted = Accepted.safeParse(answer.json);
  return accepted.success
    ? { outcome: 'accepted', providerId: accepted.data.messages[0].id }
    : outcomeFrom(SERVER_ERROR, String(answer.status), null);
}
