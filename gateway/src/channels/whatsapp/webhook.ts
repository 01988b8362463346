import { z } from 'zod';
import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { categoryNews, templateNews } from '../meta/template-news.js';
import * as call from '../meta/webhook-call.js';
import { parsePayload } from '../parse-payload.js';
import { eventsOf, Value } from './events.js';
import type { WhatsAppSettings } from './settings.js';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
const Notification = z.object({
  object: z.string(),
  entry: z.array(
    z.object({
      /** Of the WhatsApp business account. */
      id: z.string().optional(),
      changes: z.array(z.object({ field: z.string(), value: z.unknown() })),
    }),
  ),
});

/** About one phone number; others are about the business account. */
const OF_NUMBER = new Set(['messages', 'calls', 'user_preferences', 'user_id_update', 'smb_message_echoes']);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint */
export const whatsappWebhook = {
  challenge: ({ settings }: Account<WhatsAppSettings>, request: WebhookRequest) =>
    call.challenge(settings.verifyToken, request),

  verify: ({ settings }: Account<WhatsAppSettings>, request: WebhookRequest) =>
    call.verify(settings.appSecret, request),

  parse({ settings }: Account<WhatsAppSettings>, request: WebhookRequest): ChannelEvent[] {
    const { entry } = parsePayload(request, Notification);
    return entry.flatMap(({ id, changes }) =>
      changes.flatMap(({ field, value }): ChannelEvent[] => {
        if (OF_NUMBER.has(field)) return ofNumber(settings, request, value);
        const isNews = field === 'message_template_status_update' || field === 'template_category_update';
        if (!isNews) return [{ type: 'ignored', kind: field }];
        if (id !== settings.businessAccountId) return [{ type: 'ignored', kind: 'other_account' }];
        return [field === 'template_category_update' ? categoryNews(value) : templateNews(value)];
      }),
    );
  },
};

function ofNumber(settings: WhatsAppSettings, request: WebhookRequest, value: unknown): ChannelEvent[] {
  const parsed = parsePayload({ ...request, body: Buffer.from(JSON.stringify(value ?? null)) }, Value);
  // One app has one webhook for all its numbers; the window belongs to the number that was written to.
  const number = parsed.metadata?.phone_number_id;
  if (number !== undefined && number !== settings.phoneNumberId) {
    return [{ type: 'ignored', kind: 'other_phone_number' }];
  }
  return eventsOf(parsed);
}
