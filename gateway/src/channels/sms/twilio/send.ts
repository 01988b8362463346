import { z } from 'zod';
import type { Account, Outbound, SendOutcome } from '../../adapter.js';
import { callProvider, type ProviderAnswer, retryAfterMs } from '../../call-provider.js';
import { outcomeFrom, rowForStatus, SERVER_ERROR } from '../../error-table.js';
import { sharedRow } from '../../shared-errors.js';
import { tooManySegments } from '../segments.js';
import { credentials } from './credentials.js';
import type { TwilioSettings } from './settings.js';

const Accepted = z.object({ sid: z.string().min(1) });
const Refused = z.object({ code: z.int() });

/**
 * POST /2010-04-01/Accounts/{AccountSid}/Messages.json
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export async function sendTwilio(
  { settings }: Account<TwilioSettings>,
  message: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { content } = message;
  const { text } = content;
  const file = content.kind === 'media' ? content.media.url : null;
  const refused = file === null ? tooManySegments(text, settings.maxSegments) : null;
  if (refused) return refused;
  const { baseUrl, accountSid, timeoutMs } = settings;
  const called = await callProvider({
    url: `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`,
    headers: {
      authorization: `Basic ${credentials(settings)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      To: message.to,
      ...(file === null || text !== '' ? { Body: text } : {}),
      ...(file === null ? {} : { MediaUrl: file }),
      ...(settings.messagingServiceSid === undefined
        ? { From: settings.from ?? '' }
        : { MessagingServiceSid: settings.messagingServiceSid }),
      StatusCallback: statusCallback(settings, message.messageId),
    }).toString(),
    timeoutMs,
    signal,
  });
  return 'fault' in called ? called.fault : outcomeOf(called.answer);
}

/** Our own id comes back with every status, so a send that got no answer can still be settled. */
function statusCallback({ webhookUrl }: TwilioSettings, messageId: string): string {
  const url = new URL(webhookUrl);
  url.searchParams.set('messageId', messageId);
  return url.href;
}

function outcomeOf(answer: ProviderAnswer): SendOutcome {
  if (answer.status >= 200 && answer.status < 300) {
    const accepted = Accepted.safeParse(answer.json);
    if (accepted.success) return { outcome: 'accepted', providerId: accepted.data.sid };
    return outcomeFrom(SERVER_ERROR, String(answer.status), null);
  }
  const code = Refused.safeParse(answer.json).data?.code;
  const row = (code === undefined ? null : sharedRow('twilio', { code })) ?? rowForStatus(answer.status);
  return outcomeFrom(row, String(code ?? answer.status), retryAfterMs(answer.headers, Date.now()));
}
