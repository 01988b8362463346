import { z } from 'zod';
import type { Outbound, SendOutcome } from '../adapter.js';
import { blobOf } from '../blob-of.js';
import type { callWithToken } from '../call-with-token.js';
import { beforeTheMessage } from '../error-table.js';
import { refusalOf } from './answer.js';

type Call = (path: string, request: { body: FormData }) => ReturnType<typeof callWithToken>;

const Uploaded = z.object({ media_id: z.string().min(1) });

/** The part of a message that says what it is, and what stands in it. A file is handed over before. */
export async function contentOf(
  content: Outbound['content'],
  call: Call,
): Promise<{ content: Readonly<Record<string, unknown>> } | { refused: SendOutcome }> {
  if (content.kind !== 'media') return { content: { msgtype: 'text', text: { content: content.text } } };
  const { media } = content;
  const type = media.type === 'audio' ? 'voice' : 'image';
  const form = new FormData();
  form.set('media', await blobOf(media), media.fileName);
  // https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia
  const called = await call(`media/upload?type=${type}`, { body: form });
  if ('outcome' in called) return { refused: beforeTheMessage(called.outcome) };
  const uploaded = Uploaded.safeParse(called.answer.json).data;
  return uploaded
    ? { content: { msgtype: type, [type]: { media_id: uploaded.media_id } } }
    : { refused: beforeTheMessage(refusalOf(called.answer)) };
}
