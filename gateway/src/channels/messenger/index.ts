import type { ChannelAdapter } from '../adapter.js';
import { checkProfile } from '../meta/check-profile.js';
import { sendApiError } from '../meta/errors.js';
import { listMetaTemplates } from '../meta/templates.js';
import { sendMessenger } from './send.js';
import { MessengerSettings } from './settings.js';
import { messengerWebhook } from './webhook.js';

/** Facebook Messenger, by the Send API of a Page. */
export const messengerAdapter: ChannelAdapter<MessengerSettings> = {
  channel: 'messenger',
  // https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies
  capabilities: {
    media: ['image', 'audio', 'video', 'document'],
    captions: [],
    quickReplies: 13,
    receipts: ['delivered', 'read'],
  },
  settings: MessengerSettings,
  send: sendMessenger,
  webhook: messengerWebhook,
  check: ({ settings }, signal) => checkProfile('messenger', settings, settings.pageId, signal),
  // https://developers.facebook.com/docs/graph-api/reference/page/message_templates/
  listTemplates: ({ settings }, signal) =>
    listMetaTemplates(settings, settings.pageId, (error) => sendApiError('messenger', error), signal),
};
