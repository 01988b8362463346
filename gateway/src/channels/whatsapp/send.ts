import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../call-provider.js';
import { outcomeFrom, rowForStatus, SERVER_ERROR } from '../error-table.js';
import { WHATSAPP_ERRORS } from './errors.js';
import type { WhatsAppSettings } from './settings.js';
import { templateComponents } from './template.js';

const Accepted = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });
const Refused = z.object({ error: z.object({ code: z.int() }) });

/**
 * POST /{version}/{phone-number-id}/messages
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export async function sendWhatsApp(
  { settings }: Account<WhatsAppSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { baseUrl, version, phoneNumberId, accessToken, timeoutMs } = settings;
  const called = await callProvider({
    url: `${baseUrl}/${version}/${phoneNumberId}/messages`,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: message.to.replace(/^\+/, ''),
      // Comes back with every status, so a send that got no answer can still be settled.
      biz_opaque_callback_data: message.messageId,
      ...contentOf(message.content),
    }),
    timeoutMs,
    signal,
  });
  return 'fault' in called ? called.fault : outcomeOf(called.answer);
}

function contentOf(content: Outbound['content']) {
  if (content.kind === 'text') return { type: 'text', text: { body: content.text, preview_url: true } };
  const components = templateComponents(content);
  const { name, language } = content.template;
  return {
    type: 'template',
    template: { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) },
  };
}

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  if (answer.status >= 200 && answer.status < 300) {
    const accepted = Accepted.safeParse(answer.json);
    if (accepted.success) return { outcome: 'accepted', providerId: accepted.data.messages[0].id };
    return outcomeFrom(SERVER_ERROR, String(answer.status), null);
  }
  const code = Refused.safeParse(answer.json).data?.error.code;
  const row = (code === undefined ? undefined : WHATSAPP_ERRORS[code]) ?? rowForStatus(answer.status);
  return outcomeFrom(row, String(code ?? answer.status), retryAfterMs(answer.headers, Date.now()));
}
