import {
  type Channel,
  decide,
  OPENERS,
  type Opener,
  type OutboundRequest,
  type PolicyPreset,
} from '@outbound-composer/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../store/database.js';
import { loadReach, outboundRequest, type Reach } from '../../store/facts.js';
import type { SubscriptionRow } from '../../store/webhook-subscriptions.js';

export interface ClosingWindowDeps {
  readonly db: Kysely<Database>;
  readonly clock: () => number;
  readonly preset: PolicyPreset;
}

const AT_ONCE = 200;
const HOUR_MS = 60 * 60 * 1000;
/** What people ask: may I still write freely, and until when. */
const QUESTION = { sender: 'human', purpose: 'support' } as const;

/**
 * Tells each subscription to `window.closing` about the windows that close within its hours. A window is told once to
 * each; one that the contact has opened anew since is another. Safe to run in several processes. Returns how many
 * were told.
 */
export async function announceClosingWindows(deps: ClosingWindowDeps, workspaceId: string): Promise<number> {
  const subscriptions = await deps.db
    .selectFrom('webhook_subscription')
    .where('workspace_id', '=', workspaceId)
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`'window.closing' = any(events)`)
    .selectAll()
    .execute();
  let told = 0;
  for (const subscription of subscriptions) told += await announceTo(deps, subscription);
  return told;
}

async function announceTo(deps: ClosingWindowDeps, subscription: SubscriptionRow): Promise<number> {
  const { db, clock, preset } = deps;
  const { workspace_id: workspaceId } = subscription;
  let told = 0;
  for (const { accountId, opener, lengthMs } of await windowLengths(db, workspaceId, preset, clock())) {
    for (;;) {
      const now = clock();
      const candidates = await db
        .selectFrom('identity as i')
        .where('i.workspace_id', '=', workspaceId)
        .where('i.channel_account_id', '=', accountId)
        .where('i.opener', '=', opener)
        .where('i.last_inbound_at', '>', new Date(now - lengthMs))
        .where(
          'i.last_inbound_at',
          '<=',
          new Date(now - lengthMs + subscription.window_closing_hours * HOUR_MS),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('webhook_window_notice as n')
                .whereRef('n.workspace_id', '=', 'i.workspace_id')
                .where('n.subscription_id', '=', subscription.id)
                .whereRef('n.identity_id', '=', 'i.id')
                .whereRef('n.last_inbound_at', '=', 'i.last_inbound_at')
                .select('n.identity_id'),
            ),
          ),
        )
        .select(['i.id', 'i.contact_id'])
        .orderBy('i.last_inbound_at')
        .limit(AT_ONCE)
        .execute();
      const ids = new Set(candidates.map(({ id }) => id));
      const contactIds = [...new Set(candidates.map(({ contact_id }) => contact_id))];
      const reaches = await loadReach(db, workspaceId, contactIds, now);
      for (const reach of reaches)
        if (ids.has(reach.identityId) && (await announce(deps, subscription, reach, now))) told += 1;
      if (candidates.length < AT_ONCE) break;
    }
  }
  return told;
}

/** The notice is written also where the rules say that this window is not open, so that it is looked at once. */
async function announce(
  { db, preset }: ClosingWindowDeps,
  subscription: SubscriptionRow,
  reach: Reach,
  now: number,
): Promise<boolean> {
  const { lastInboundAt } = reach;
  if (lastInboundAt === null) return false;
  const { verdict, closesAt } = decide(outboundRequest(reach, { at: now, ...QUESTION }), preset);
  const closes = verdict === 'open' ? closesAt : null;
  return db.transaction().execute(async (tx) => {
    const { workspace_id: workspaceId, id: subscriptionId } = subscription;
    const notice = await tx
      .insertInto('webhook_window_notice')
      .values({
        workspace_id: workspaceId,
        subscription_id: subscriptionId,
        identity_id: reach.identityId,
        last_inbound_at: lastInboundAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('identity_id')
      .executeTakeFirst();
    if (!notice || closes === null) return false;
    const event = await tx
      .insertInto('webhook_event')
      .values({
        workspace_id: workspaceId,
        type: 'window.closing',
        at: new Date(now),
        contact_id: reach.contactId,
        seen: JSON.stringify({
          data: {
            window: {
              identityId: reach.identityId,
              channel: reach.channel,
              channelAccountId: reach.account.id,
              lastInboundAt: lastInboundAt.toISOString(),
              closesAt: new Date(closes).toISOString(),
              hoursBefore: subscription.window_closing_hours,
            },
          },
        }),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('webhook_delivery')
      .values({ workspace_id: workspaceId, event_id: event.id, subscription_id: subscriptionId })
      .execute();
    return true;
  });
}

interface WindowLength {
  readonly accountId: string;
  readonly opener: Opener;
  readonly lengthMs: number;
}

/** How long a window stays open by the rules of now, for each account and opener that has one that ends. */
async function windowLengths(
  db: Kysely<Database>,
  workspaceId: string,
  preset: PolicyPreset,
  at: number,
): Promise<WindowLength[]> {
  const accounts = await db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .select(['id', 'channel', 'facts'])
    .execute();
  return accounts.flatMap(({ id: accountId, channel, facts }) =>
    OPENERS.flatMap((opener) => {
      const closesAt = closingOf({ at, channel, opener, account: facts }, preset);
      return closesAt === null ? [] : [{ accountId, opener, lengthMs: closesAt - at }];
    }),
  );
}

function closingOf(
  {
    at,
    channel,
    opener,
    account,
  }: { at: number; channel: Channel; opener: Opener; account: OutboundRequest['account'] },
  preset: PolicyPreset,
): number | null {
  const window = { lastInboundAt: at, opener, outboundSinceInbound: 0 };
  const { verdict, closesAt } = decide({ at, channel, window, account, ...QUESTION }, preset);
  return verdict === 'open' ? closesAt : null;
}
