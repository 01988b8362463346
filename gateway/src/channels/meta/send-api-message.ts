import { z } from 'zod';
import type { Outbound, OutboundMedia, SendOutcome } from '../adapter.js';
import { blobOf } from '../blob-of.js';
import { beforeTheMessage, type ErrorRow, outcomeFrom } from '../error-table.js';
import { sendApiError } from './errors.js';
import { callGraph, refusalOf } from './graph.js';
import type { SendApiAccess, SendApiChannel } from './send-api.js';

const ATTACHMENT_TYPES = { image: 'image', audio: 'audio', video: 'video', document: 'file' } as const;
const Uploaded = z.object({ attachment_id: z.string().min(1) });

/**
 * Text, text with answers to press, or a file, as both channels take them.
 * https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies
 * https://developers.facebook.com/docs/messenger-platform/send-messages/attachments
 */
export async function messageOf(
  channel: SendApiChannel,
  access: SendApiAccess,
  content: Outbound['content'],
  signal: AbortSignal,
): Promise<{ message: Readonly<Record<string, unknown>> } | { refused: SendOutcome }> {
  if (content.kind === 'media') {
    if (content.text !== '') return { refused: outcomeFrom(NO_CAPTION, null, null) };
    const { media } = content;
    const type = ATTACHMENT_TYPES[media.type];
    if (media.url !== null) return { message: { attachment: { type, payload: { url: media.url } } } };
    const uploaded = await upload(channel, access, media, signal);
    if ('refused' in uploaded) return uploaded;
    return { message: { attachment: { type, payload: { attachment_id: uploaded.id } } } };
  }
  const replies = content.kind === 'text' ? (content.quickReplies ?? []) : [];
  const quick_replies = replies.map(({ id, title }) => ({ content_type: 'text', title, payload: id }));
  return { message: { text: content.text, ...(quick_replies.length > 0 ? { quick_replies } : {}) } };
}

/**
 * POST /{version}/{sender}/message_attachments: hands a file over before the message.
 * https://developers.facebook.com/docs/messenger-platform/reference/attachment-upload-api
 */
async function upload(
  channel: SendApiChannel,
  access: SendApiAccess,
  media: OutboundMedia,
  signal: AbortSignal,
): Promise<{ id: string } | { refused: SendOutcome }> {
  const form = new FormData();
  form.set('message', JSON.stringify({ attachment: { type: ATTACHMENT_TYPES[media.type], payload: {} } }));
  form.set('filedata', await blobOf(media), media.fileName);
  const query = channel === 'instagram' ? { platform: 'instagram' } : {};
  const called = await callGraph(
    access,
    { path: `${access.sender}/message_attachments`, query, form },
    signal,
  );
  if ('fault' in called) return { refused: beforeTheMessage(called.fault) };
  const { answer } = called;
  const uploaded = Uploaded.safeParse(answer.json).data;
  if (answer.status >= 200 && answer.status < 300 && uploaded) return { id: uploaded.attachment_id };
  return { refused: beforeTheMessage(refusalOf(answer, (error) => sendApiError(channel, error))) };
}

const NO_CAPTION: ErrorRow = {
  outcome: 'rejected',
  reason: 'content_refused',
  message: 'A file goes without words beside it on this channel.',
  remedy: 'Send file and text as two messages.',
  retriable: false,
  source: 'https://developers.facebook.com/docs/messenger-platform/send-messages/attachments',
};
