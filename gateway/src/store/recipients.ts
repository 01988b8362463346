import type { Decision, PolicyPreset } from '@outbound-composer/core';
import { type QueryCreator, sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import type { Reach } from './facts.js';
import type { MessageRow } from './messages.js';

/**
 * People whom a workspace's accounts of one channel reached outside open windows, each once in any 24 hours. All
 * numbers of a channel count together: WhatsApp's limit is shared by those of a business portfolio, and which they are
 * is not told. Counted is where a limit is known, from the account or from an overlay.
 */

const DAY_MS = 24 * 60 * 60_000;

/** From when on people count at an instant, in epoch milliseconds. */
export const countedSince = (at: number): Date => new Date(at - DAY_MS);

/** Whether a message that leaves by this decision reaches a person who counts. */
export function countsRecipient(
  preset: PolicyPreset,
  { channel, account }: Reach,
  { reason }: Decision,
): boolean {
  if (reason === 'window_open') return false;
  const rules = preset.channels[channel]?.rules ?? [];
  return rules.some(
    ({ says }) =>
      'recipientLimit' in says &&
      (says.recipientLimit.max !== undefined || account.facts.recipientLimit != null),
  );
}

/** Whether a message counts its contact among the people of the 24 hours before an instant. */
export const isCountedRecipient = ({ business_initiated, counts, at }: MessageRow, now: number): boolean =>
  business_initiated && counts && at > countedSince(now);

/** The people who count at an instant, each once; grouped, because PostgreSQL would sort for `count(distinct)`. */
export const reached = (db: QueryCreator<Database>, workspaceId: string, at: number) =>
  db
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('business_initiated', '=', true)
    .where('counts', '=', true)
    .where('at', '>', countedSince(at))
    .groupBy(['channel', 'identity_id'])
    .select(['channel', 'identity_id']);

/**
 * Lets only one transaction at a time reach new people on a channel, and returns the reach with how many there are,
 * besides this one. Until the transaction ends nobody else can take a place.
 */
export async function lockRecipients(
  tx: Transaction<Database>,
  workspaceId: string,
  reach: Reach,
  at: number,
): Promise<Reach> {
  const name = `${workspaceId}/${reach.channel}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 3))`.execute(tx);
  const { others } = await tx
    .selectFrom(
      reached(tx, workspaceId, at)
        .where('channel', '=', reach.channel)
        .where('identity_id', '!=', reach.identityId)
        .as('r'),
    )
    .select(sql<number>`count(*)::int`.as('others'))
    .executeTakeFirstOrThrow();
  return { ...reach, recipients: { others, at } };
}
