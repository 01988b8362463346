import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from './database.js';

/** A file that has come in completely. */
export type AttachmentRow = Omit<Selectable<Database['attachment']>, 'bytes'> & { readonly bytes: number };

export interface AttachmentKey {
  readonly workspaceId: string;
  readonly id: string;
}

/** Makes room for a file that is coming in. */
export async function beginAttachment(
  db: Kysely<Database>,
  row: Pick<
    Selectable<Database['attachment']>,
    'workspace_id' | 'id' | 'uploaded_by' | 'name' | 'type' | 'created_at'
  >,
): Promise<void> {
  await db
    .insertInto('attachment')
    .values({ ...row, bytes: null })
    .execute();
}

export async function addPiece(
  db: Kysely<Database>,
  { workspaceId, id }: AttachmentKey,
  number: number,
  content: Buffer,
): Promise<void> {
  await db
    .insertInto('attachment_piece')
    .values({ workspace_id: workspaceId, attachment_id: id, number, content })
    .execute();
}

/** From now on the file is there. */
export async function completeAttachment(
  db: Kysely<Database>,
  { workspaceId, id }: AttachmentKey,
  bytes: number,
): Promise<void> {
  await db
    .updateTable('attachment')
    .set({ bytes })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export async function dropAttachment(
  db: Kysely<Database>,
  { workspaceId, id }: AttachmentKey,
): Promise<void> {
  await db.deleteFrom('attachment').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
}

export async function findAttachment(
  db: Kysely<Database>,
  { workspaceId, id }: AttachmentKey,
): Promise<AttachmentRow | undefined> {
  const row = await db
    .selectFrom('attachment')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  // A bigint comes as text.
  return row && row.bytes !== null ? { ...row, bytes: Number(row.bytes) } : undefined;
}

/** The content, piece by piece. Ends early when the file is removed meanwhile. */
export async function* readPieces(
  db: Kysely<Database>,
  { workspaceId, id }: AttachmentKey,
): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const piece = await db
      .selectFrom('attachment_piece')
      .where('workspace_id', '=', workspaceId)
      .where('attachment_id', '=', id)
      .where('number', '=', number)
      .select('content')
      .executeTakeFirst();
    if (!piece) return;
    yield piece.content;
  }
}

/**
 * Keeps a file from being removed, since a message carries it from now on.
 * @returns false when there is none
 */
export async function useAttachment(
  tx: Transaction<Database>,
  { workspaceId, id }: AttachmentKey,
  at: Date,
): Promise<boolean> {
  const first = await tx
    .updateTable('attachment')
    .set({ used_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (first) return true;
  const used = await tx
    .selectFrom('attachment')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('id')
    .forShare()
    .executeTakeFirst();
  return used !== undefined;
}

/** Removes a file that no message carries any more; whoever is about to use it is waited for. */
export async function forgetAttachment(
  tx: Transaction<Database>,
  { workspaceId, id }: AttachmentKey,
): Promise<void> {
  await tx
    .selectFrom('attachment')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .execute();
  const carried = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('attachment_id', '=', id)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  if (!carried) await dropAttachment(tx, { workspaceId, id });
}

/** Removes what was uploaded before an instant and never sent, and what never came in completely. */
export async function forgetUnused(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom('attachment').where('used_at', 'is', null).where('created_at', '<', before).execute();
}
