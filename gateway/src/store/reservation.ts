import type { Form } from '@outbound-composer/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database, Reserved } from './database.js';
import { BOT_INITIATED, monthOf, type Reach, SENT } from './facts.js';
import type { MessageChange, MessageRow } from './messages.js';
import { isCountedRecipient } from './recipients.js';

/**
 * A queued message counts before it leaves, so that messages that are queued at the same time cannot overrun a
 * limit together, and stops counting when it is sure that the provider did not take it.
 *
 * Holds only while whoever counts has locked the identities of the contact (`lockReach`).
 */

/** Kinds of monthly counters that a message of this form raises. */
export function countedKinds(reach: Reach, form: Form): string[] {
  const kinds: string[] = [];
  if (form === 'bot_initiated') kinds.push(BOT_INITIATED);
  // An account without a quota needs no counter, and its sends need not wait for each other at one row.
  if (reach.account.facts.monthlyQuota != null) kinds.push(SENT);
  return kinds;
}

/** Locks an account's counters of the month and returns the contact's reach with what they say now. */
export async function lockMonthly(
  tx: Transaction<Database>,
  workspaceId: string,
  reach: Reach,
  kinds: readonly string[],
  at: number,
): Promise<Reach> {
  if (kinds.length === 0) return reach;
  const month = monthOf(at);
  await tx
    .insertInto('monthly_counter')
    .values(
      kinds.map((kind) => ({ workspace_id: workspaceId, channel_account_id: reach.account.id, month, kind })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await tx
    .selectFrom('monthly_counter')
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', reach.account.id)
    .where('month', '=', month)
    .where('kind', 'in', [...kinds])
    .select(['kind', 'count'])
    .orderBy('kind')
    .forUpdate()
    .execute();
  return {
    ...reach,
    monthly: { ...reach.monthly, ...Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) },
  };
}

/** Counts a message that is queued. Run `window` with the insert; `reserved` is to be kept with the message. */
export async function reserve(
  tx: Transaction<Database>,
  workspaceId: string,
  reach: Reach,
  kinds: readonly string[],
  at: number,
) {
  const window = addToWindow(tx, workspaceId, reach.identityId, 1);
  if (kinds.length === 0) return { window, reserved: null };
  const reserved: Reserved = { kinds, month: monthOf(at) };
  await addToMonth(tx, workspaceId, reach.account.id, reserved, 1);
  return { window, reserved };
}

/** What a contact's identities look like once `reserve` has counted a message. */
export const afterReserving = (
  reaches: readonly Reach[],
  reach: Reach,
  kinds: readonly string[],
): readonly Reach[] =>
  reaches.map((one) =>
    one.identityId === reach.identityId
      ? {
          ...one,
          outboundSinceInbound: one.outboundSinceInbound + 1,
          monthly: {
            ...one.monthly,
            ...Object.fromEntries(kinds.map((kind) => [kind, (one.monthly[kind] ?? 0) + 1])),
          },
        }
      : one,
  );

/** Whether a queued message is among those that the identity's counter counts now. */
const isInWindow = (message: MessageRow, lastInboundAt: Date | null): boolean =>
  message.counts && (lastInboundAt === null || message.at >= lastInboundAt);

/** What a decision about an already counted message must see: everything but the message itself. */
export function withoutOwn(reach: Reach, message: MessageRow, at: number): Reach {
  const own = isInWindow(message, reach.lastInboundAt) ? 1 : 0;
  const kinds = message.reserved?.month === monthOf(at) ? message.reserved.kinds : [];
  const monthly = Object.entries(reach.monthly).map(([kind, count]) => [
    kind,
    kinds.includes(kind) ? Math.max(0, count - 1) : count,
  ]);
  return {
    ...reach,
    outboundSinceInbound: Math.max(0, reach.outboundSinceInbound - own),
    monthly: Object.fromEntries(monthly),
  };
}

/**
 * Counts a queued message where it leaves now: the contact may have written since, the month may have turned, the
 * form may be another one. Returns what changes on the message.
 */
export async function moveReservation(
  tx: Transaction<Database>,
  message: MessageRow,
  reach: Reach,
  { kinds, businessInitiated }: { readonly kinds: readonly string[]; readonly businessInitiated: boolean },
  at: number,
): Promise<MessageChange> {
  const change: MessageChange = {};
  if (!isInWindow(message, reach.lastInboundAt)) {
    await addToWindow(tx, message.workspace_id, reach.identityId, 1).execute();
    change.counts = true;
    change.at = new Date(at);
  }
  if (businessInitiated !== message.business_initiated) change.business_initiated = businessInitiated;
  // It reaches the person now, not a day ago.
  if (businessInitiated && !isCountedRecipient(message, at)) change.at = new Date(at);
  const month = monthOf(at);
  const kept = message.reserved;
  const same = (kept?.kinds ?? []).join() === kinds.join() && (kinds.length === 0 || kept?.month === month);
  if (same) return change;
  if (kept) await addToMonth(tx, message.workspace_id, reach.account.id, kept, -1);
  if (kinds.length > 0) {
    // The row is there: a decision that needs a new kind has locked it.
    await addToMonth(tx, message.workspace_id, reach.account.id, { kinds, month }, 1);
  }
  change.reserved = kinds.length === 0 ? null : { kinds, month };
  return change;
}

/** Stops counting a message that surely was not accepted. The message's own columns are the caller's to clear. */
export async function giveBack(tx: Transaction<Database>, message: MessageRow): Promise<void> {
  if (message.counts) {
    await tx
      .updateTable('identity')
      .set({ outbound_since_inbound: sql`greatest(outbound_since_inbound - 1, 0)` })
      .where('workspace_id', '=', message.workspace_id)
      .where('id', '=', message.identity_id)
      // When the contact has written since, the count started anew without this message.
      .where((eb) => eb.or([eb('last_inbound_at', 'is', null), eb('last_inbound_at', '<=', message.at)]))
      .execute();
  }
  if (message.reserved) {
    await addToMonth(tx, message.workspace_id, message.channel_account_id, message.reserved, -1);
  }
}

/** Columns of a message that counts no longer. */
export const GIVEN_BACK = { counts: false, reserved: null } as const;

/** Our messages that count since an instant; what an identity's counter must say. */
export async function countSince(
  tx: Kysely<Database>,
  workspaceId: string,
  identityId: string,
  since: Date,
): Promise<number> {
  const { count } = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('identity_id', '=', identityId)
    .where('direction', '=', 'outbound')
    .where('counts', '=', true)
    .where('at', '>=', since)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

const addToWindow = (tx: Transaction<Database>, workspaceId: string, identityId: string, by: number) =>
  tx
    .updateTable('identity')
    .set({ outbound_since_inbound: sql`outbound_since_inbound + ${by}` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', identityId);

async function addToMonth(
  tx: Transaction<Database>,
  workspaceId: string,
  accountId: string,
  { kinds, month }: Reserved,
  by: number,
) {
  await tx
    .updateTable('monthly_counter')
    .set({ count: sql`greatest(count + ${by}, 0)` })
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where('month', '=', month)
    .where('kind', 'in', [...kinds])
    .execute();
}
