import { z } from 'zod';
import type { Outbound, SendOutcome } from '../adapter.js';
import type { ProviderAnswer } from '../call-provider.js';
import { outcomeFrom, SERVER_ERROR } from '../error-table.js';
import { sendApiError } from './errors.js';
import { callGraph, type GraphAccess, refusalOf } from './graph.js';

/** The account whose token is used, and the path of whoever sends. */
export interface SendApiAccess extends GraphAccess {
  readonly sender: string;
}
export type SendApiChannel = 'messenger' | 'instagram';

const Accepted = z.object({ message_id: z.string().min(1) });

/**
 * POST /{version}/{sender}/messages, the Send API of Messenger and Instagram
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api
 *
 * @param body what the channel adds to recipient and tag
 */
export async function callSendApi(
  channel: SendApiChannel,
  access: SendApiAccess,
  { to, form, tag }: Pick<Outbound, 'to' | 'form' | 'tag'>,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const json = {
    recipient: { id: to },
    ...body,
    // https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags
    ...(form === 'tag' && tag !== null ? { messaging_type: 'MESSAGE_TAG', tag } : {}),
  };
  const called = await callGraph(access, { path: `${access.sender}/messages`, json }, signal);
  return 'fault' in called ? called.fault : outcomeOf(channel, called.answer);
}

function outcomeOf(channel: SendApiChannel, answer: ProviderAnswer): SendOutcome {
  if (answer.status < 200 || answer.status >= 300) {
    return refusalOf(answer, (error) => sendApiError(channel, error));
  }
  const accepted = Accepted.safeParse(answer.json);
  return accepted.success
    ? { outcome: 'accepted', providerId: accepted.data.message_id }
    : outcomeFrom(SERVER_ERROR, String(answer.status), null);
}
