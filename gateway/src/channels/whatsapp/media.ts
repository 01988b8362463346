import { z } from 'zod';
import type { OutboundMedia, SendOutcome } from '../adapter.js';
import { blobOf } from '../blob-of.js';
import { beforeTheMessage } from '../error-table.js';
import { callGraph, refusalOf } from '../meta/graph.js';
import { whatsAppError } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

const Uploaded = z.object({ id: z.string().min(1) });

/**
 * POST /{version}/{phone-number-id}/media: hands a file over before the message; Meta keeps it for 30 days.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export async function uploadMedia(
  settings: WhatsAppSettings,
  media: OutboundMedia,
  signal: AbortSignal,
): Promise<{ id: string } | { refused: SendOutcome }> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', media.mimeType);
  form.set('file', await blobOf(media), media.fileName);
  const called = await callGraph(settings, { path: `${settings.phoneNumberId}/media`, form }, signal);
  if ('fault' in called) return { refused: beforeTheMessage(called.fault) };
  const { answer } = called;
  const uploaded = Uploaded.safeParse(answer.json).data;
  if (answer.status >= 200 && answer.status < 300 && uploaded) return { id: uploaded.id };
  return { refused: beforeTheMessage(refusalOf(answer, whatsAppError)) };
}
