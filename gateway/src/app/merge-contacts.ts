import type { Transaction, Updateable } from 'kysely';
import { audit } from '../store/audit.js';
import { type ConversationRow, setConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { type ContactKeys, type ContactRow, lockKeys } from '../store/find-matching.js';
import { lockForMerge, mergedInto, moveAll, type Pair } from '../store/merge-contacts.js';
import { mirrorConversation, mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import { reachableContacts } from './access.js';
import { announceConversation } from './change-conversation.js';
import { changedTags } from './contact-values.js';
import type { Actor, Deps } from './deps.js';
import { mergedProblem } from './merged-problem.js';
import { fieldProblem, ProblemError } from './problem.js';

export interface MergeContacts {
  readonly actor: Actor;
  /** The contact that ends. */
  readonly from: string;
  /** The contact that stays. */
  readonly into: string;
}

/**
 * Makes two contacts one: messages, addresses, conversation, tags, custom fields and external ids of the one go to
 * the other, whose own values win. All in one transaction; of two merges of the same contact at once one succeeds.
 *
 * @throws ProblemError `contact_not_found`, `contact_merged`, `validation_failed`
 */
export async function mergeContacts(deps: Deps, { actor, from, into }: MergeContacts): Promise<void> {
  if (from === into)
    throw fieldProblem('validation_failed', 'into', 'is the same contact', 'another contact');
  const { workspaceId } = actor;
  const pair: Pair = { workspaceId, from, into };
  const now = deps.clock();
  const at = new Date(now);
  await deps.db.transaction().execute(async (tx) => {
    const known = await reachable(tx, actor, pair);
    await lockKeys(tx, workspaceId, ...known.map(keysOf));
    const { contacts, conversations } = await lockForMerge(tx, pair);
    const still = new Set((await reachable(tx, actor, pair)).map(({ id }) => id));
    const ending = contacts.get(from);
    const staying = contacts.get(into);
    if (!ending || !still.has(from)) throw await gone(tx, actor, from, 'contact');
    if (!staying || !still.has(into)) throw await gone(tx, actor, into, 'into');

    const conversation = await joinConversations(tx, pair, conversations);
    const moved = await moveAll(tx, pair, { conversationId: conversation?.id ?? null, at });
    await tx
      .updateTable('contact')
      .set(mergedValues(staying, ending))
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', into)
      .execute();
    await keepExternalId(tx, staying, ending);
    if (conversation) await mirrorConversation(tx, conversation);
    await mirrorIdentities(tx, {
      workspaceId,
      contactId: into,
      at: now,
      preset: deps.presetFor(workspaceId),
    });

    await audit(tx, {
      workspaceId,
      at,
      by: actor,
      action: 'contact_merged',
      contactId: into,
      ...(conversation && { conversationId: conversation.id }),
      detail: {
        merged: from,
        ...moved,
        mergedConversation: conversations.get(from)?.id ?? null,
        assignees: { merged: ending.assignee_id, before: staying.assignee_id },
      },
    });
    const stamp = { type: 'contact.changed', payload: {}, workspaceId, at } as const;
    await recordEvent(
      tx,
      { ...stamp, contactId: from, assigneeId: ending.assignee_id },
      { ...stamp, contactId: into, assigneeId: conversation?.assignee_id ?? null },
    );
    if (conversation) await announceConversation(tx, conversation, at);
  });
}

const reachable = (tx: Transaction<Database>, actor: Actor, { from, into }: Pair): Promise<ContactRow[]> =>
  tx
    .selectFrom('contact')
    .where(reachableContacts(actor))
    .where('contact.id', 'in', [from, into])
    .selectAll('contact')
    .execute();

const keysOf = ({ source, external_id, email, phone }: ContactRow): ContactKeys => ({
  external: source === null || external_id === null ? null : { source, id: external_id },
  email: email?.toLowerCase() ?? null,
  phone,
});

async function gone(
  tx: Transaction<Database>,
  actor: Actor,
  id: string,
  field: string,
): Promise<ProblemError> {
  const target = (await mergedInto(tx, actor.workspaceId, [id])).get(id);
  const visible =
    target &&
    (await tx
      .selectFrom('contact')
      .where(reachableContacts(actor))
      .where('contact.id', '=', target)
      .select('contact.id')
      .executeTakeFirst());
  return visible
    ? mergedProblem(visible.id, field)
    : new ProblemError('contact_not_found', 'There is no contact with this id within reach.', {
        errors: [{ field, message: 'is no contact within reach' }],
      });
}

/** The conversation that goes on, or undefined when neither has one. */
async function joinConversations(
  tx: Transaction<Database>,
  { workspaceId, from, into }: Pair,
  conversations: ReadonlyMap<string, ConversationRow>,
): Promise<ConversationRow | undefined> {
  const ending = conversations.get(from);
  const staying = conversations.get(into);
  if (!ending) return staying;
  if (!staying) {
    return setConversation(tx, ending, { contact_id: into }).returningAll().executeTakeFirstOrThrow();
  }
  await tx
    .deleteFrom('conversation')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', ending.id)
    .execute();
  return setConversation(tx, staying, joined(staying, ending)).returningAll().executeTakeFirstOrThrow();
}

const LIVELIEST = ['open', 'snoozed', 'closed'] as const;

/** Two conversations as one: what is open stays open, who has one keeps it, the later closing note counts. */
export function joined(
  staying: ConversationRow,
  ending: ConversationRow,
): Updateable<Database['conversation']> {
  const status = LIVELIEST.find((one) => staying.status === one || ending.status === one) ?? staying.status;
  const noted = [staying, ending]
    .filter((one) => one.closing_category !== null || one.closing_summary !== null || one.closed_by !== null)
    .toSorted((a, b) => (b.closed_at?.getTime() ?? 0) - (a.closed_at?.getTime() ?? 0))[0];
  const snoozes = [staying, ending].flatMap(({ snoozed_until }) => snoozed_until ?? []);
  return {
    status,
    assignee_id: staying.assignee_id ?? ending.assignee_id,
    last_activity_at: latest(staying.last_activity_at, ending.last_activity_at),
    opened_at: latest(staying.opened_at, ending.opened_at),
    closed_at: status === 'closed' ? latest(staying.closed_at, ending.closed_at) : null,
    snoozed_until:
      status === 'snoozed' ? new Date(Math.min(...snoozes.map((instant) => instant.getTime()))) : null,
    closing_category: noted?.closing_category ?? null,
    closing_summary: noted?.closing_summary ?? null,
    closed_by: noted?.closed_by ?? null,
    reopen_reason: staying.reopen_reason ?? ending.reopen_reason,
  };
}

function latest<T extends Date | null>(a: T, b: T): T {
  if (a === null || b === null) return a ?? b;
  return a >= b ? a : b;
}

/** The contact that stays keeps what it has; the other one fills the gaps. */
function mergedValues(staying: ContactRow, ending: ContactRow): Updateable<Database['contact']> {
  const takesId = staying.external_id === null;
  return {
    first_name: staying.first_name ?? ending.first_name,
    last_name: staying.last_name ?? ending.last_name,
    email: staying.email ?? ending.email,
    phone: staying.phone ?? ending.phone,
    country: staying.country ?? ending.country,
    language: staying.language ?? ending.language,
    time_zone: staying.time_zone ?? ending.time_zone,
    lifecycle: staying.lifecycle ?? ending.lifecycle,
    owner_id: staying.owner_id ?? ending.owner_id,
    tags: changedTags(staying.tags, { add: ending.tags }),
    custom_fields: JSON.stringify({ ...ending.custom_fields, ...staying.custom_fields }),
    created_at: new Date(Math.min(staying.created_at.getTime(), ending.created_at.getTime())),
    ...(takesId ? { source: ending.source, external_id: ending.external_id } : {}),
  };
}

/** The other one's id is a further one of the contact that stays, where that has its own. */
async function keepExternalId(
  tx: Transaction<Database>,
  staying: ContactRow,
  { source, external_id }: ContactRow,
): Promise<void> {
  if (staying.external_id === null || source === null || external_id === null) return;
  await tx
    .insertInto('contact_external_id')
    .values({ workspace_id: staying.workspace_id, source, external_id, contact_id: staying.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
