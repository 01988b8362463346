import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveChannelEvents } from '../src/app/receive-channel-events.js';
import type { ChannelEvent } from '../src/channels/adapter.js';
import { MINUTE, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { failure } from './support/fake-adapter.js';
import { scene } from './support/sending.js';

const database = useDatabase();

/** What a provider may report of two of our messages and of the contact, at any minute. */
const minute = fc.integer({ min: 1, max: 30 });
const reportOf = fc.record({
  kind: fc.constant('status' as const),
  ours: fc.constantFrom(0, 1),
  status: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'failed' as const),
});
const fact = fc.oneof(
  { weight: 4, arbitrary: reportOf },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('message' as const), minute }) },
  // Written by somebody of ours in the provider's own app, or one of our two messages as the provider repeats it.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('echo' as const), minute }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('own echo' as const), ours: fc.constantFrom(0, 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('consent' as const),
      minute,
      change: fc.constantFrom(
        'opted_out' as const,
        'opted_in' as const,
        'blocked' as const,
        'unblocked' as const,
      ),
    }),
  },
);

/** A set of facts, and an order in which they arrive, some of them again. */
const deliveries = fc
  .uniqueArray(fact, { selector: (one) => JSON.stringify(one), minLength: 1, maxLength: 8 })
  .chain((facts) =>
    fc.record({
      facts: fc.constant(facts),
      arrivals: fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length }).map((some) => {
        const missing = facts.filter((one) => !some.includes(one));
        return [...some, ...missing];
      }),
    }),
  );

function eventOf(
  one:
    | { kind: 'status'; ours: number; status: 'sent' | 'delivered' | 'read' | 'failed' }
    | { kind: 'message' | 'echo'; minute: number }
    | { kind: 'own echo'; ours: number }
    | { kind: 'consent'; minute: number; change: 'opted_out' | 'opted_in' | 'blocked' | 'unblocked' },
  from: string,
): ChannelEvent {
  switch (one.kind) {
    case 'status':
      return {
        type: 'status',
        providerId: `wechat-${one.ours + 1}`,
        status: one.status,
        at: NOON + 20 * MINUTE,
        failure: one.status === 'failed' ? failure('undeliverable') : null,
      };
    case 'message':
      return {
        type: 'message',
        providerId: `in-${one.minute}`,
        from,
        name: null,
        at: NOON + one.minute * MINUTE,
        opener: 'message',
        content: { kind: 'text', text: 'Hello?' },
      };
    case 'echo':
      return {
        type: 'echo',
        providerId: `app-${one.minute}`,
        to: from,
        at: NOON + one.minute * MINUTE,
        content: { kind: 'text', text: 'From the app' },
      };
    case 'own echo':
      return {
        type: 'echo',
        providerId: `wechat-${one.ours + 1}`,
        to: from,
        at: NOON + 20 * MINUTE,
        content: { kind: 'text', text: 'The fix is out.' },
      };
    case 'consent':
      return { type: 'consent', from, change: one.change, at: NOON + one.minute * MINUTE };
  }
}

/** Two messages of ours leave at minute 10 and 20; then the events arrive in the given order. */
async function stateAfter(facts: readonly Parameters<typeof eventOf>[0][]) {
  const { db, send, dispatch, deps, account, workspaceId, identity, contact, clock } = await scene(database, {
    channel: 'wechat',
  });
  for (const at of [10, 20]) {
    clock.set(NOON + at * MINUTE);
    await dispatch(await send());
  }
  clock.set(NOON + 60 * MINUTE);
  for (const one of facts) {
    await receiveChannelEvents(deps, {
      account: { id: account.id, workspaceId, channel: 'wechat' },
      events: [eventOf(one, identity.address)],
    });
  }
  const messages = await db
    .selectFrom('message')
    .where('contact_id', '=', contact.id)
    .select(['provider_id', 'status', 'at', 'sent_at', 'delivered_at', 'read_at', 'failure'])
    .orderBy('provider_id')
    .execute();
  const window = await db
    .selectFrom('identity')
    .where('id', '=', identity.id)
    .select(['last_inbound_at', 'outbound_since_inbound', 'opted_out', 'blocked'])
    .executeTakeFirstOrThrow();
  const mirror = await db
    .selectFrom('contact')
    .where('id', '=', contact.id)
    .select(['conversation_status', 'last_activity_at', 'window_closes_at'])
    .executeTakeFirstOrThrow();
  return { messages, window, mirror };
}

test('late, repeated and out-of-order webhooks end in the same state as punctual ones', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ facts, arrivals }) => {
      const [punctual, disorderly] = await Promise.all([stateAfter(facts), stateAfter(arrivals)]);
      expect(disorderly).toEqual(punctual);
    }),
    { numRuns: 25 },
  );
});
