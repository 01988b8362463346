import type { Channel, Opener } from '@outbound-composer/core';
import type { SendMessage } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import type { Actor, Deps, SendRate } from '../../src/app/deps.js';
import { dispatchMessage } from '../../src/app/dispatch-message.js';
import { receiveChannelEvents } from '../../src/app/receive-channel-events.js';
import { sendMessage } from '../../src/app/send-message.js';
import type { SendingRules } from '../../src/app/sending-rules.js';
import { DEFAULT_SURVEYS, type SurveyRules } from '../../src/app/surveys/survey-rules.js';
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
  readonly contact?: object;
  readonly sending?: Partial<SendingRules>;
  readonly surveys?: Partial<SurveyRules>;
  /** Answers to press that the channel takes; absent: none. */
  readonly quickReplies?: number;
}

/** A workspace with an agent and one contact on one channel that can be sent through, the conversation closed. */
export async function scene(
  database: TestDatabase,
  {
    channel = 'whatsapp',
    wroteAgo = HOUR,
    identity: given = {},
    facts = {},
    rate,
    ...more
  }: SceneOptions = {},
) {
  const { db } = database;
  const make = factories(db);
  const clock = testClock();
  const queue = recordingQueue();
  const adapter = fakeAdapter(channel, more);
  const workspaceId = (await make.workspace()).id;
  const agent = asAgent(await make.agent(workspaceId, { name: 'Ada' })) as Actor & { kind: 'agent' };
  const account = await make.account(workspaceId, channel, { facts: JSON.stringify(facts) });
  const contact = await make.contact(workspaceId, more.contact);
  const conversation = await make.conversation(contact);
  const identity = await make.identity(contact, account, {
    last_inbound_at: wroteAgo === null ? null : new Date(NOON - wroteAgo),
    ...given,
  });
  const deps: Deps = testDeps(db, {
    clock,
    queue,
    accounts: [dispatchAccount(account, adapter, rate)],
    sending: { timeZone: 'Etc/UTC', undoMs: 0, frequencyCap: null, ...more.sending },
    surveys: { ...DEFAULT_SURVEYS, ...more.surveys },
  });

  let keys = 0;
  const ask = (request: Partial<z.output<typeof SendMessage>> = {}, actor: Actor = agent) =>
    sendMessage(deps, {
      actor,
      idempotencyKey: `key-${++keys}`,
      contactId: contact.id,
      request: {
        contact: contact.id,
        purpose: 'support',
        content: { kind: 'text', text: 'The fix is out.' },
        takeOver: false,
        ...request,
      },
    });
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

    /** Asks for a text to be sent; `request` says what is special about it. */
    ask,
    /** Queues a text and returns its id. */
    async send(text = 'The fix is out.', actor: Actor = agent): Promise<string> {
      const result = await ask({ content: { kind: 'text', text } }, actor);
      if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
      return result.message.id;
    },
    /** The contact writes, now. */
    async receive(text = 'Any news?', opener: Opener = 'message'): Promise<void> {
      await receiveChannelEvents(deps, {
        account: { id: account.id, workspaceId, channel },
        events: [
          {
            type: 'message',
            providerId: `in-${++keys}`,
            from: identity.address,
            name: null,
            at: clock(),
            opener,
            content: { kind: 'text', text },
          },
        ],
      });
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
