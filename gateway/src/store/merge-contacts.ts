import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConversationRow } from './conversations.js';
import type { Database } from './database.js';
import type { ContactRow } from './find-matching.js';

/** Tables whose rows go with a contact that is merged into another. */
export const MOVED = [
  'message',
  'identity',
  'contact_external_id',
  'survey',
] as const satisfies (keyof Database)[];
/** Tables that tell what happened then: their rows keep the contact's id of that time. */
export const HISTORY = ['audit', 'event', 'webhook_event'] as const satisfies (keyof Database)[];

export interface Pair {
  readonly workspaceId: string;
  /** The contact that ends. */
  readonly from: string;
  /** The contact that stays. */
  readonly into: string;
}

/**
 * Locks what a merge changes, in the order in which sending, receiving and dispatching do: messages, identities,
 * conversations. The contacts come last, so that nothing new can be attached to them from then on.
 */
export async function lockForMerge(
  tx: Transaction<Database>,
  { workspaceId, from, into }: Pair,
): Promise<{ contacts: Map<string, ContactRow>; conversations: Map<string, ConversationRow> }> {
  const both = [from, into];
  await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', from)
    .select('id')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  await tx
    .selectFrom('identity')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', both)
    .select('id')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const conversations = await tx
    .selectFrom('conversation')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', both)
    .selectAll()
    .orderBy('id')
    .forUpdate()
    .execute();
  const contacts = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', both)
    .selectAll()
    .orderBy('id')
    .forUpdate()
    .execute();
  return {
    contacts: new Map(contacts.map((row) => [row.id, row])),
    conversations: new Map(conversations.map((row) => [row.contact_id, row])),
  };
}

/** Gives the other contact everything, and leaves a pointer in place of the one that ends. */
export async function moveAll(
  tx: Transaction<Database>,
  { workspaceId, from, into }: Pair,
  { conversationId, at }: { readonly conversationId: string | null; readonly at: Date },
): Promise<{ readonly messages: number; readonly identities: number }> {
  const messages = await tx
    .updateTable('message')
    .set({ contact_id: into, ...(conversationId === null ? {} : { conversation_id: conversationId }) })
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', from)
    .executeTakeFirstOrThrow();
  const identities = await tx
    .updateTable('identity')
    .set({ contact_id: into })
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', from)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('survey')
    .set({ contact_id: into, ...(conversationId === null ? {} : { conversation_id: conversationId }) })
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', from)
    .execute();
  await tx
    .updateTable('contact_external_id')
    .set({ contact_id: into })
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', from)
    .execute();
  // Contacts that were merged into this one before point to where it goes.
  await tx
    .updateTable('merged_contact')
    .set({ into_id: into })
    .where('workspace_id', '=', workspaceId)
    .where('into_id', '=', from)
    .execute();
  await tx.deleteFrom('contact').where('workspace_id', '=', workspaceId).where('id', '=', from).execute();
  await tx
    .insertInto('merged_contact')
    .values({ workspace_id: workspaceId, id: from, into_id: into, at })
    .execute();
  return { messages: Number(messages.numUpdatedRows), identities: Number(identities.numUpdatedRows) };
}

/** Where contacts went that are no more, by their old id. */
export async function mergedInto(
  db: Kysely<Database>,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('merged_contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .select(['id', 'into_id'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.into_id]));
}
