import type { Account, Outbound, SendOutcome } from '../adapter.js';
import { callSendApi } from '../meta/send-api.js';
import { messageOf } from '../meta/send-api-message.js';
import type { InstagramSettings } from './settings.js';

/**
 * https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message (by a Page)
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api (Instagram login)
 */
export async function sendInstagram(
  { settings }: Account<InstagramSettings>,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const access = { ...settings, sender: settings.pageId ?? settings.accountId };
  const made = await messageOf('instagram', access, outbound.content, signal);
  return 'refused' in made ? made.refused : callSendApi('instagram', access, outbound, made, signal);
}
