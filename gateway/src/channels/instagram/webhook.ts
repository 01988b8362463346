import type { Account, ChannelEvent, WebhookRequest } from '../adapter.js';
import { parseMessaging } from '../meta/messaging-webhook.js';
import * as call from '../meta/webhook-call.js';
import type { InstagramSettings } from './settings.js';

/** https://developers.facebook.com/docs/messenger-platform/instagram/features/webhook */
export const instagramWebhook = {
  challenge: ({ settings }: Account<InstagramSettings>, request: WebhookRequest) =>
    call.challenge(settings.verifyToken, request),

  verify: ({ settings }: Account<InstagramSettings>, request: WebhookRequest) =>
    call.verify(settings.appSecret, request),

  // A tapped icebreaker or menu entry is sent as a message of the customer's:
  // https://developers.facebook.com/docs/messenger-platform/instagram/features/ice-breakers
  parse: ({ settings }: Account<InstagramSettings>, request: WebhookRequest): ChannelEvent[] =>
    parseMessaging(request, settings.accountId, { object: 'instagram', postback: 'message' }),
};
