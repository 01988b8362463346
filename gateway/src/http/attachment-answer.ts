import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { OpenedAttachment } from '../app/get-attachment.js';

/**
 * Answers with a file that somebody else made: to be saved and never shown in our origin, whatever it says that it
 * is. `nosniff` comes with every answer.
 */
export function sendAttachment(reply: FastifyReply, { row, content }: OpenedAttachment): FastifyReply {
  return reply
    .header('content-disposition', contentDisposition(row.name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('content-type', row.type)
    .header('content-length', row.bytes)
    .send(Readable.from(content, { objectMode: false }));
}

/** https://www.rfc-editor.org/rfc/rfc6266#section-5 */
function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
