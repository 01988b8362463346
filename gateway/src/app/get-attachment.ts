import type { Attachment } from '@outbound-composer/core/contract';
import { type Kysely, sql } from 'kysely';
import { type AttachmentRow, findAttachment, readPieces } from '../store/attachments.js';
import type { Database } from '../store/database.js';
import { reachableContacts } from './access.js';
import { actorKey } from './actor-key.js';
import { attachmentInLink, attachmentPath } from './attachment-link.js';
import { attachmentRules } from './attachment-rules.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

/** How long a file waits for a message to carry it. */
export const UNUSED_MS = 24 * 60 * 60_000;
/** How long the link of an answer is good: for a click, not for a mail. */
const LINK_MS = 5 * 60_000;

export interface OpenedAttachment {
  readonly row: AttachmentRow;
  /** Its content, read from the database piece by piece. */
  readonly content: AsyncIterable<Buffer>;
}

/** @throws ProblemError `attachment_not_found`, also when the actor may not have it */
export async function getAttachment(
  deps: Deps,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<Attachment> {
  const row = await attachmentWithinReach(deps.db, actor, id);
  if (!row) throw notFound();
  return attachmentOut(row, deps);
}

/** @throws ProblemError `attachment_not_found`, also when the actor may not have it */
export async function openAttachment(
  { db }: Deps,
  { actor, id }: { readonly actor: Actor; readonly id: string },
): Promise<OpenedAttachment> {
  const row = await attachmentWithinReach(db, actor, id);
  if (!row) throw notFound();
  return { row, content: readPieces(db, { workspaceId: actor.workspaceId, id }) };
}

/** @throws ProblemError `attachment_not_found`, also when the link is over or none of ours */
export async function openLinkedAttachment(
  deps: Deps,
  { workspaceId, token }: { readonly workspaceId: string; readonly token: string },
): Promise<OpenedAttachment> {
  const id = attachmentInLink(token, workspaceId, attachmentRules(deps), deps.clock());
  const row = id === null ? undefined : await findAttachment(deps.db, { workspaceId, id });
  if (!row) throw notFound();
  return { row, content: readPieces(deps.db, { workspaceId, id: row.id }) };
}

/** A file that the actor uploaded, or that a message of a contact within reach carries. */
export async function attachmentWithinReach(
  db: Kysely<Database>,
  actor: Actor,
  id: string,
): Promise<AttachmentRow | undefined> {
  const { workspaceId } = actor;
  const row = await findAttachment(db, { workspaceId, id });
  if (!row || row.uploaded_by === actorKey(actor)) return row;
  const carried = await db
    .selectFrom('message')
    .innerJoin('contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'message.workspace_id')
        .onRef('contact.id', '=', 'message.contact_id'),
    )
    .where('message.workspace_id', '=', workspaceId)
    .where('message.attachment_id', '=', id)
    .where(reachableContacts(actor))
    .select(sql`1`.as('one'))
    .limit(1)
    .executeTakeFirst();
  return carried && row;
}

export function attachmentOut(row: AttachmentRow, deps: Deps): Attachment {
  const { workspace_id: workspaceId, id, name, type, bytes, created_at, used_at } = row;
  const rules = attachmentRules(deps);
  const expires = used_at === null ? new Date(created_at.getTime() + UNUSED_MS) : null;
  return {
    id,
    name,
    type,
    bytes,
    createdAt: created_at.toISOString(),
    expiresAt: expires?.toISOString() ?? null,
    url: (rules.publicUrl ?? '') + attachmentPath({ workspaceId, id }, rules, deps.clock() + LINK_MS),
  };
}

const notFound = () =>
  new ProblemError('attachment_not_found', 'There is no attachment with this id within reach.');
