import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';
import type { AttachmentKey } from '../store/attachments.js';
import type { AttachmentRules } from './attachment-rules.js';

const ID_BYTES = 16;
const TIME_BYTES = 6;
const PAYLOAD_BYTES = ID_BYTES + TIME_BYTES;
const SIGNATURE_BYTES = 32;

/**
 * The address of one file for whoever has it, until an instant. Nothing in it can be guessed or changed: id and
 * instant are signed.
 */
export function attachmentPath(
  { workspaceId, id }: AttachmentKey,
  { linkSecret }: AttachmentRules,
  until: number,
): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.set(parse(id), 0);
  payload.writeUIntBE(Math.floor(until / 1000), ID_BYTES, TIME_BYTES);
  const token = Buffer.concat([payload, signatureOf(payload, workspaceId, linkSecret)]);
  return `/attachments/${token.toString('base64url')}`;
}

/** The id in a link of this workspace that is still good, or null. */
export function attachmentInLink(
  token: string,
  workspaceId: string,
  { linkSecret }: AttachmentRules,
  now: number,
): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== PAYLOAD_BYTES + SIGNATURE_BYTES) return null;
  const payload = bytes.subarray(0, PAYLOAD_BYTES);
  const signature = signatureOf(payload, workspaceId, linkSecret);
  if (!timingSafeEqual(bytes.subarray(PAYLOAD_BYTES), signature)) return null;
  const until = payload.readUIntBE(ID_BYTES, TIME_BYTES) * 1000;
  return now < until ? stringify(payload.subarray(0, ID_BYTES)) : null;
}

function signatureOf(payload: Buffer, workspaceId: string, secret: string): Buffer {
  const key = hkdfSync('sha256', secret, '', 'outbound-composer attachment link', 32);
  return createHmac('sha256', Buffer.from(key)).update(workspaceId).update(payload).digest();
}
