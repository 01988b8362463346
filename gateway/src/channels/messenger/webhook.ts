import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { parseMessaging } from '../meta/messaging-webhook.js';
import * as call from '../meta/webhook-call.js';
import type { MessengerSettings } from './settings.js';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks */
export const messengerWebhook = {
  challenge: ({ settings }: Account<MessengerSettings>, request: WebhookRequest) =>
    call.challenge(settings.verifyToken, request),

  verify: ({ settings }: Account<MessengerSettings>, request: WebhookRequest) =>
    call.verify(settings.appSecret, request),

  parse: ({ settings }: Account<MessengerSettings>, request: WebhookRequest): ChannelEvent[] =>
    parseMessaging(request, settings.pageId, { object: 'page', postback: 'menu' }),
};
