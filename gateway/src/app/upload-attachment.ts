import type { Attachment } from '@outbound-composer/core/contract';
import { v7 as uuid } from 'uuid';
import {
  addPiece,
  beginAttachment,
  completeAttachment,
  dropAttachment,
  findAttachment,
} from '../store/attachments.js';
import { actorKey } from './actor-key.js';
import { attachmentRules } from './attachment-rules.js';
import type { Actor, Deps } from './deps.js';
import { contradiction } from './file-type.js';
import { attachmentOut } from './get-attachment.js';
import { fieldProblem } from './problem.js';

/** Of one row. All of a small file is in the first, by which a file's type is told. */
const PIECE_BYTES = 256 * 1024;

export interface UploadAttachment {
  readonly actor: Actor;
  readonly name: string;
  /** Media type without parameters, as the caller declares it. */
  readonly type: string;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Keeps a file for a message to be sent. It is there once all of it has come in; what breaks off leaves nothing.
 *
 * @throws ProblemError `attachment_type_mismatch`, `payload_too_large`, `validation_failed` for an empty file
 */
export async function uploadAttachment(
  deps: Deps,
  { actor, name, type, content }: UploadAttachment,
): Promise<Attachment> {
  const { db, clock } = deps;
  const { maxBytes } = attachmentRules(deps);
  const key = { workspaceId: actor.workspaceId, id: uuid() };
  let bytes = 0;
  let number = 0;
  try {
    for await (const piece of pieces(content)) {
      bytes += piece.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      if (number === 0) {
        const found = await contradiction(piece, type);
        if (found !== null)
          throw fieldProblem(
            'attachment_type_mismatch',
            'Content-Type',
            `is ${type}, but the file is ${found}`,
            'the type that the file is of',
          );
        const created_at = new Date(clock());
        const uploaded_by = actorKey(actor);
        await beginAttachment(db, {
          workspace_id: key.workspaceId,
          id: key.id,
          uploaded_by,
          name,
          type,
          created_at,
        });
      }
      await addPiece(db, key, number, piece);
      number += 1;
    }
    if (number === 0)
      throw fieldProblem('validation_failed', 'body', 'is empty', 'a file of at least one byte');
    await completeAttachment(db, key, bytes);
  } catch (error) {
    // Where even that fails, the round that removes unused files does it later.
    if (number > 0 || bytes > 0) await dropAttachment(db, key).catch(() => {});
    throw error;
  }
  const row = (await findAttachment(db, key))!;
  return attachmentOut(row, deps);
}

export const tooLarge = (maxBytes: number) =>
  fieldProblem(
    'payload_too_large',
    'body',
    'is larger than this workspace takes',
    `at most ${maxBytes} bytes`,
  );

/** The same bytes in pieces of one size; the last is what is left. */
async function* pieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    while (size >= PIECE_BYTES) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, PIECE_BYTES);
      const rest = all.subarray(PIECE_BYTES);
      waiting = rest.length > 0 ? [rest] : [];
      size = rest.length;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}
