import type { Channel } from '@outbound-composer/core';
import type { Actor, Deps, SendRate } from '../../src/app/deps.js';
import { dispatchMessage } from '../../src/app/dispatch-message.js';
import { sendMessage } from '../../src/app/send-message.js';
import { HOUR, NOON, testClock } from './clock.js';
import type { TestDatabase } from './database.js';
import { dispatchAccount, recordingQueue, testDeps } from './deps.js';
import { asAgent, factories } from './factories.js';
import { fakeAdapter } from './fake-adapter.js';

export interface SceneOptions {
  readonly channel?: Channel;
  /** How long ago the contact wrote last; null: never. */
  readonly wroteAgo?: number | null;
  readonly identity?: object;
  readonly facts?: object;
  readonly rate?: SendRate;
}

/** A workspace with an agent and one contact on one channel that can be sent through, the conversation closed. */
export async function scene(
  database: TestDatabase,
  { channel = 'whatsapp', wroteAgo = HOUR, identity: given = {}, facts = {}, rate }: SceneOptions = {},
) {
  const { db } = database;
  const make = factories(db);
  const clock = testClock();
  const queue = recordingQueue();
  const adapter = fakeAdapter(channel);
  const workspaceId = (await make.workspace()).id;
  const agent = asAgent(await make.agent(workspaceId, { name: 'Ada' })) as Actor & { kind: 'agent' };
  const account = await make.account(workspaceId, channel, { facts: JSON.stringify(facts) });
  const contact = await make.contact(workspaceId);
  const conversation = await make.conversation(contact);
  const identity = await make.identity(contact, account, {
    last_inbound_at: wroteAgo === null ? null : new Date(NOON - wroteAgo),
    ...given,
  });
  const deps: Deps = testDeps(db, { clock, queue, accounts: [dispatchAccount(account, adapter, rate)] });

  let keys = 0;
  const message = (id: string) =>
    db.selectFrom('message').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  return {
    ...{
      db,
      make,
      clock,
      queue,
      adapter,
      workspaceId,
      agent,
      account,
      contact,
      conversation,
      identity,
      deps,
    },

    /** Queues a text and returns its id. */
    async send(text = 'The fix is out.', actor: Actor = agent): Promise<string> {
      const result = await sendMessage(deps, {
        actor,
        idempotencyKey: `key-${++keys}`,
        contactId: contact.id,
        request: {
          contact: contact.id,
          purpose: 'support',
          content: { kind: 'text', text },
          takeOver: false,
        },
      });
      if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
      return result.message.id;
    },
    dispatch: (messageId: string, job: { hasTurn?: boolean } = {}) =>
      dispatchMessage(deps, {
        job: { workspaceId, messageId, ...job },
        worker: 0,
        signal: new AbortController().signal,
      }),
    message,
    attempts: (messageId: string) =>
      db
        .selectFrom('send_attempt')
        .where('message_id', '=', messageId)
        .selectAll()
        .orderBy('number')
        .execute(),
    counted: async () =>
      (await db.selectFrom('identity').where('id', '=', identity.id).selectAll().executeTakeFirstOrThrow())
        .outbound_since_inbound,
    /** Types of the events since the last call. */
    events: async () =>
      (
        await db
          .deleteFrom('event')
          .where('contact_id', '=', contact.id)
          .returning(['id', 'type', 'payload'])
          .execute()
      ).sort((a, b) => Number(a.id) - Number(b.id)),
  };
}
