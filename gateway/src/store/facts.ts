import type {
  AccountFacts,
  Channel,
  Opener,
  OutboundRequest,
  Purpose,
  Sender,
} from '@outbound-composer/core';
import { type Kysely, type QueryCreator, sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import { epochOrNull } from './instants.js';
import { executePrepared } from './prepared.js';
import { countedSince, reached } from './recipients.js';

/** An address of a contact at one of our sender accounts, with all that a decision about it needs. */
export interface Reach {
  readonly contactId: string;
  readonly identityId: string;
  readonly channel: Channel;
  readonly address: string;
  readonly account: {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly facts: AccountFacts;
  };
  readonly lastInboundAt: Date | null;
  readonly opener: Opener;
  readonly outboundSinceInbound: number;
  readonly freeEntryPointUntil: Date | null;
  readonly marketingRefusedAt: Date | null;
  readonly optedOut: boolean;
  readonly blocked: boolean;
  readonly optedInMarketing: boolean;
  readonly optedOutMarketing: boolean;
  readonly timeZone: string | null;
  readonly country: string | null;
  /** This month's counters of the account, by kind. */
  readonly monthly: Readonly<Record<string, number>>;
  /** Other people whom the 24 hours before an instant (epoch milliseconds) count on this channel; see recipients.ts. */
  readonly recipients: { readonly others: number; readonly at: number };
}

/** Counters of `monthly_counter`. */
export const BOT_INITIATED = 'bot_initiated';
export const SENT = 'sent';

/** First day of the month of an instant, in UTC, as providers' months are not published with a time zone. */
export const monthOf = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}-01`;

/**
 * The identities of contacts, the one that wrote last first. One statement, whatever their number.
 *
 * @param at Epoch milliseconds; says which month's counters are meant.
 */
export async function loadReach(
  db: Kysely<Database>,
  workspaceId: string,
  contactIds: readonly string[],
  at: number,
): Promise<Reach[]> {
  const rows = await executePrepared(db, reachQuery(db, workspaceId, contactIds, at));
  return rows.map((row) => reachOf(row, at));
}

/** The same for one contact, with its identities locked: whoever counts or resets does so one after another. */
export async function lockReach(
  tx: Transaction<Database>,
  workspaceId: string,
  contactId: string,
  at: number,
): Promise<Reach[]> {
  // The join would read what stood there before a wait for the lock; so the locked rows come in its place.
  const rows = await reachQuery(
    tx.with('identity', (cte) =>
      cte
        .selectFrom('identity')
        .where('workspace_id', '=', workspaceId)
        .where('contact_id', '=', contactId)
        .selectAll()
        // In the order of their ids, so that two transactions never wait for each other.
        .orderBy('id')
        .forNoKeyUpdate(),
    ),
    workspaceId,
    [contactId],
    at,
  ).execute();
  return rows.map((row) => reachOf(row, at));
}

/** The question that `decide()` answers. */
export function outboundRequest(
  reach: Reach,
  { at, sender, purpose }: { readonly at: number; readonly sender: Sender; readonly purpose: Purpose },
): OutboundRequest {
  return {
    at,
    channel: reach.channel,
    sender,
    purpose,
    window: {
      lastInboundAt: epochOrNull(reach.lastInboundAt),
      opener: reach.opener,
      outboundSinceInbound: reach.outboundSinceInbound,
      freeEntryPointUntil: epochOrNull(reach.freeEntryPointUntil),
      marketingRefusedAt: epochOrNull(reach.marketingRefusedAt),
    },
    account: accountFacts(reach, at),
    consent: consentOf(reach),
    recipient: { timeZone: reach.timeZone ?? undefined, country: reach.country ?? undefined },
  };
}

/** What the contact allowed or forbade. */
export function consentOf({ optedOut, blocked, optedInMarketing, optedOutMarketing }: Reach) {
  return { optedOut, blocked, optedInMarketing, optedOutMarketing };
}

/** What is known of the account, with what it has sent this month, and whom in the 24 hours before an instant. */
export function accountFacts({ account, monthly, recipients }: Reach, at = recipients.at): AccountFacts {
  // Whoever counts now does not any more a day later.
  const isCounted = recipients.others > 0 && countedSince(at).getTime() < recipients.at;
  return {
    ...account.facts,
    ...(isCounted && { recipientsLast24h: recipients.others }),
    monthlyBotInitiated: (account.facts.monthlyBotInitiated ?? 0) + (monthly[BOT_INITIATED] ?? 0),
    monthlySent: (account.facts.monthlySent ?? 0) + (monthly[SENT] ?? 0),
  };
}

function reachQuery(
  db: QueryCreator<Database>,
  workspaceId: string,
  contactIds: readonly string[],
  at: number,
) {
  const since = countedSince(at);
  return db
    .with(
      (cte) => cte('reached').materialized(),
      (cte) =>
        cte
          .selectFrom(reached(cte, workspaceId, at).as('person'))
          .groupBy('channel')
          .select(['channel', sql<number>`count(*)::int`.as('people')]),
    )
    .selectFrom('identity')
    .innerJoin('contact', (join) =>
      join
        .onRef('contact.workspace_id', '=', 'identity.workspace_id')
        .onRef('contact.id', '=', 'identity.contact_id'),
    )
    .innerJoin('channel_account as account', (join) =>
      join
        .onRef('account.workspace_id', '=', 'identity.workspace_id')
        .onRef('account.id', '=', 'identity.channel_account_id'),
    )
    .where('identity.workspace_id', '=', workspaceId)
    .where('identity.contact_id', '=', sql<string>`any(${contactIds}::uuid[])`)
    .select([
      'identity.contact_id',
      'identity.id',
      'identity.channel',
      'identity.address',
      'identity.last_inbound_at',
      'identity.opener',
      'identity.outbound_since_inbound',
      'identity.free_entry_point_until',
      'identity.marketing_refused_at',
      'identity.opted_out',
      'identity.blocked',
      'identity.opted_in_marketing',
      'identity.opted_out_marketing',
      'contact.time_zone',
      'contact.country',
      'account.id as account_id',
      'account.key as account_key',
      'account.name as account_name',
      'account.facts',
    ])
    .select((eb) =>
      eb
        .selectFrom('monthly_counter as m')
        .whereRef('m.workspace_id', '=', 'identity.workspace_id')
        .whereRef('m.channel_account_id', '=', 'identity.channel_account_id')
        .where('m.month', '=', monthOf(at))
        .select(sql<Record<string, number> | null>`jsonb_object_agg(m.kind, m.count)`.as('counts'))
        .as('monthly'),
    )
    .select((eb) => [
      eb
        .selectFrom('reached as r')
        .whereRef('r.channel', '=', 'identity.channel')
        .select('r.people')
        .as('people'),
      eb
        .exists(
          eb
            .selectFrom('message as own')
            .whereRef('own.workspace_id', '=', 'identity.workspace_id')
            .whereRef('own.identity_id', '=', 'identity.id')
            .where('own.at', '>', since)
            .where('own.business_initiated', '=', true)
            .where('own.counts', '=', true)
            .select('own.id'),
        )
        .as('is_reached'),
    ])
    .orderBy('identity.contact_id')
    .orderBy(sql`identity.last_inbound_at desc nulls last`)
    .orderBy('identity.id');
}

type ReachRow = Awaited<ReturnType<ReturnType<typeof reachQuery>['execute']>>[number];

function reachOf(row: ReachRow, at: number): Reach {
  return {
    contactId: row.contact_id,
    identityId: row.id,
    channel: row.channel,
    address: row.address,
    account: { id: row.account_id, key: row.account_key, name: row.account_name, facts: row.facts },
    lastInboundAt: row.last_inbound_at,
    opener: row.opener,
    outboundSinceInbound: row.outbound_since_inbound,
    freeEntryPointUntil: row.free_entry_point_until,
    marketingRefusedAt: row.marketing_refused_at,
    optedOut: row.opted_out,
    blocked: row.blocked,
    optedInMarketing: row.opted_in_marketing,
    optedOutMarketing: row.opted_out_marketing,
    timeZone: row.time_zone,
    country: row.country,
    monthly: row.monthly ?? {},
    recipients: { others: (row.people ?? 0) - (row.is_reached ? 1 : 0), at },
  };
}
