import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callSendApi } from '../meta/send-api.js';
import { messageOf } from '../meta/send-api-message.js';
import type { MessengerSettings } from './settings.js';
import { utilityTemplate } from './utility-template.js';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages */
export async function sendMessenger(
  { settings }: Account<MessengerSettings>,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const access = { ...settings, sender: settings.pageId };
  const { content, form } = outbound;
  // Comes back with the echo, so a send that got no answer can still be settled.
  const metadata = outbound.messageId;
  if (form === 'utility_template' && content.kind === 'template') {
    const message = { template: utilityTemplate(content), metadata };
    return callSendApi('messenger', access, outbound, { messaging_type: 'UTILITY', message }, signal);
  }
  const made = await messageOf('messenger', access, content, signal);
  if ('refused' in made) return made.refused;
  const message = { ...made.message, metadata };
  return callSendApi('messenger', access, outbound, { messaging_type: 'RESPONSE', message }, signal);
}
