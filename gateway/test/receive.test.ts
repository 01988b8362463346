import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { getContact } from '../src/app/get-contact.js';
import { receiveChannelEvents } from '../src/app/receive-channel-events.js';
import { retryMessage } from '../src/app/retry-message.js';
import type { ChannelEvent, ConsentChange } from '../src/channels/adapter.js';
import { DAY, HOUR, MINUTE, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { failure, noAnswer } from './support/fake-adapter.js';
import { scene } from './support/sending.js';

const database = useDatabase({ max: 20 });

type MessageEvent = Extract<ChannelEvent, { type: 'message' }>;
type StatusEvent = Extract<ChannelEvent, { type: 'status' }>;

const inbound = (from: string, given: Partial<MessageEvent> = {}): MessageEvent => ({
  type: 'message',
  providerId: 'in-1',
  from,
  name: null,
  at: NOON,
  opener: 'message',
  content: { kind: 'text', text: 'Hello?' },
  ...given,
});

const report = (
  providerId: string,
  status: StatusEvent['status'],
  given: Partial<StatusEvent> = {},
): StatusEvent => ({
  type: 'status',
  providerId,
  status,
  at: NOON,
  failure: null,
  ...given,
});

async function receiving(options: Parameters<typeof scene>[1] = {}) {
  const staged = await scene(database, options);
  const account = { id: staged.account.id, workspaceId: staged.workspaceId, channel: staged.account.channel };
  const { db, identity } = staged;
  return {
    ...staged,
    receive: (...events: ChannelEvent[]) => receiveChannelEvents(staged.deps, { account, events }),
    identityNow: () =>
      db.selectFrom('identity').where('id', '=', identity.id).selectAll().executeTakeFirstOrThrow(),
    conversationNow: () =>
      db
        .selectFrom('conversation')
        .where('contact_id', '=', staged.contact.id)
        .selectAll()
        .executeTakeFirstOrThrow(),
    contactNow: () =>
      db.selectFrom('contact').where('id', '=', staged.contact.id).selectAll().executeTakeFirstOrThrow(),
  };
}

describe('a message of a contact', () => {
  test('opens the window and the conversation, and whoever had it keeps it', async () => {
    const { receive, identity, identityNow, conversationNow, contactNow, events, db, conversation, agent } =
      await receiving({ wroteAgo: 30 * DAY, identity: { outbound_since_inbound: 3 } });
    await db
      .updateTable('conversation')
      .set({ assignee_id: agent.agentId })
      .where('id', '=', conversation.id)
      .execute();
    expect(await receive(inbound(identity.address))).toMatchObject({ messages: 1 });
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON), outbound_since_inbound: 0 });
    expect(await conversationNow()).toMatchObject({ status: 'open', assignee_id: agent.agentId });
    expect(await contactNow()).toMatchObject({
      conversation_status: 'open',
      assignee_id: agent.agentId,
      last_activity_at: new Date(NOON),
      channels: ['whatsapp'],
      window_closes_at: new Date(NOON + DAY),
    });
    expect((await events()).map((event) => event.type)).toEqual([
      'conversation.changed',
      'message.created',
      'contact.changed',
    ]);
  });

  test('that comes twice changes nothing the second time', async () => {
    const { receive, identity, db, contact, events } = await receiving();
    await receive(inbound(identity.address));
    await events();
    expect(await receive(inbound(identity.address))).toMatchObject({ messages: 0, duplicates: 1 });
    expect(
      await db.selectFrom('message').where('contact_id', '=', contact.id).select('id').execute(),
    ).toHaveLength(1);
    expect(await events()).toEqual([]);
  });

  test('that comes ten times at once is one message', async () => {
    const { receive, identity, db, contact } = await receiving();
    const results = await Promise.all(Array.from({ length: 10 }, () => receive(inbound(identity.address))));
    expect(results.map((result) => result.messages).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(
      await db.selectFrom('message').where('contact_id', '=', contact.id).select('id').execute(),
    ).toHaveLength(1);
  });

  test('that comes late does not close the window of a newer one, and resets no count', async () => {
    const { receive, identity, identityNow, send } = await receiving({ channel: 'wechat', wroteAgo: MINUTE });
    await send();
    await receive(inbound(identity.address, { at: NOON - HOUR }));
    expect(await identityNow()).toMatchObject({
      last_inbound_at: new Date(NOON - MINUTE),
      outbound_since_inbound: 1,
    });
  });

  test('that lies between two of ours leaves only the later one counted', async () => {
    const { receive, identity, identityNow, send, clock } = await receiving({ channel: 'wechat' });
    await send();
    clock.advance(2 * MINUTE);
    await send();
    await receive(inbound(identity.address, { at: NOON + MINUTE }));
    expect(await identityNow()).toMatchObject({
      last_inbound_at: new Date(NOON + MINUTE),
      outbound_since_inbound: 1,
    });
  });

  test('from a provider whose clock is ahead opens a window that is open', async () => {
    const { receive, identity, identityNow, send } = await receiving({ wroteAgo: null });
    await receive(inbound(identity.address, { at: NOON + MINUTE }));
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON) });
    await send();
  });

  test('that is a reaction opens no window on WhatsApp, and does open the conversation', async () => {
    const { receive, identity, identityNow, conversationNow } = await receiving({ wroteAgo: 2 * DAY });
    await receive(
      inbound(identity.address, {
        opener: 'reaction',
        content: { kind: 'other', type: 'reaction', text: '👍' },
      }),
    );
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON - 2 * DAY) });
    expect(await conversationNow()).toMatchObject({ status: 'open' });
  });

  test('from before the closing that comes late leaves the conversation closed', async () => {
    const { receive, identity, conversationNow, contactNow, db, conversation } = await receiving();
    const closedAt = new Date(NOON - HOUR + 500);
    await db
      .updateTable('conversation')
      .set({ closed_at: closedAt })
      .where('id', '=', conversation.id)
      .execute();
    await receive(inbound(identity.address, { at: NOON - HOUR - 1_000 }));
    expect(await conversationNow()).toMatchObject({ status: 'closed', closed_at: closedAt });
    expect(await contactNow()).toMatchObject({ conversation_status: 'closed', closed_at: closedAt });
    // A provider that knows whole seconds alone.
    await receive(inbound(identity.address, { providerId: 'in-2', at: NOON - HOUR }));
    expect(await conversationNow()).toMatchObject({ status: 'open', closed_at: null });
  });

  test('on each of two channels at once starts one conversation', async () => {
    const { deps, make, workspaceId, account, db } = await receiving();
    const contact = await make.contact(workspaceId);
    const accounts = [account, await make.account(workspaceId, 'telegram')];
    const identities = await Promise.all(accounts.map((one) => make.identity(contact, one)));
    // Not committed yet, so both find no conversation and wait to learn whether there is one.
    const held = await db.startTransaction().execute();
    await held
      .insertInto('conversation')
      .values({
        workspace_id: workspaceId,
        id: randomUUID(),
        contact_id: contact.id,
        status: 'open',
        last_activity_at: new Date(NOON),
      })
      .execute();
    const received = accounts.map(({ id, channel }, index) =>
      receiveChannelEvents(deps, {
        account: { id, workspaceId, channel },
        events: [inbound(identities[index]!.address)],
      }),
    );
    const waiting = async () =>
      (
        await sql<{ count: number }>`
          select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
      ).rows[0]?.count;
    await expect.poll(waiting).toBe(2);
    await held.commit().execute();
    expect(await Promise.all(received)).toMatchObject([{ messages: 1 }, { messages: 1 }]);
    expect(
      await db.selectFrom('conversation').where('contact_id', '=', contact.id).select('id').execute(),
    ).toHaveLength(1);
  });

  test('wakes a snoozed conversation', async () => {
    const { receive, identity, conversationNow, db, conversation } = await receiving();
    await db
      .updateTable('conversation')
      .set({ status: 'snoozed', snoozed_until: new Date(NOON + DAY) })
      .where('id', '=', conversation.id)
      .execute();
    await receive(inbound(identity.address));
    expect(await conversationNow()).toMatchObject({ status: 'open', snoozed_until: null });
  });
});

describe('what a database cannot keep', () => {
  const HALF = '\ud83d';

  test('in a message is replaced, and the message kept', async () => {
    const { receive, db, workspaceId } = await receiving({ channel: 'telegram' });
    const event = inbound(`70\0${HALF}`, {
      providerId: `in\0${HALF}`,
      name: `Ada\0${HALF} ${'x'.repeat(198)}👍${'x'.repeat(5_000)}`,
      content: { kind: 'text', text: `Hi\0${HALF} 👍` },
    });
    expect(await receive(event)).toMatchObject({ messages: 1 });
    expect(await receive(event)).toMatchObject({ duplicates: 1 });
    const message = await db
      .selectFrom('message')
      .where('workspace_id', '=', workspaceId)
      .select(['content', 'provider_id'])
      .executeTakeFirstOrThrow();
    expect(message).toEqual({
      content: { kind: 'text', text: 'Hi\ufffd\ufffd 👍' },
      provider_id: 'in\ufffd\ufffd',
    });
  });

  test('in a report of a failure is replaced, and the message fails', async () => {
    const { receive, send, dispatch, message } = await receiving();
    const id = await send();
    await dispatch(id);
    const reported = { ...failure('undeliverable'), message: `No\0${HALF}` };
    await receive(report('whatsapp-1', 'failed', { failure: reported }));
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { message: 'No\ufffd\ufffd' } });
  });

  test.each([
    ['a message', inbound('+491700000001')],
    ['a report', report('whatsapp-1', 'read')],
    ['a consent', { type: 'consent', from: '+491700000001', change: 'blocked', at: NOON } as const],
  ])('as the time or id of %s is ignored', async (_, event) => {
    const { receive } = await receiving();
    const none = { messages: 0, statuses: 0, consents: 0, changes: 0, duplicates: 0 };
    for (const at of [Number.NaN, Infinity, -Infinity, -1e300, 1_700_000_000]) {
      expect(await receive({ ...event, at })).toEqual({ ...none, ignored: 1 });
    }
    const long = randomBytes(4_000).toString('base64');
    const tooLong = event.type === 'status' ? { ...event, providerId: long } : { ...event, from: long };
    expect(await receive(tooLong)).toEqual({ ...none, ignored: 1 });
  });

  test('as a time far ahead is now', async () => {
    const { receive, identity, identityNow } = await receiving();
    expect(await receive(inbound(identity.address, { at: 1e300 }))).toMatchObject({ messages: 1 });
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON) });
  });
});

describe('a sender unknown so far', () => {
  test('becomes a contact with an open conversation', async () => {
    const { receive, db, workspaceId } = await receiving();
    await receive(inbound('+491701234567', { name: 'Ada King Lovelace' }));
    const contact = await db
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .where('phone', '=', '+491701234567')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(contact).toMatchObject({
      first_name: 'Ada',
      last_name: 'King Lovelace',
      conversation_status: 'open',
      assignee_id: null,
      channels: ['whatsapp'],
    });
  });

  test('whose ten first messages come at once becomes one contact', async () => {
    const { receive, db, workspaceId } = await receiving();
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => receive(inbound('+491701234567', { providerId: `in-${n}` }))),
    );
    const contacts = await db
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .where('phone', '=', '+491701234567')
      .select('id')
      .execute();
    expect(contacts).toHaveLength(1);
    const messages = await db
      .selectFrom('message')
      .where('contact_id', '=', contacts[0]!.id)
      .select('id')
      .execute();
    expect(messages).toHaveLength(10);
  });

  test('with the phone number of a contact we have is that contact', async () => {
    const { receive, db, workspaceId, make } = await receiving();
    const known = await make.contact(workspaceId, { phone: '+491709999999' });
    await receive(inbound('+491709999999'));
    const identity = await db
      .selectFrom('identity')
      .where('address', '=', '+491709999999')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(identity.contact_id).toBe(known.id);
  });

  test('with a phone number that two contacts have is neither', async () => {
    const { receive, db, workspaceId, make } = await receiving();
    const phone = '+491708888888';
    const two = [await make.contact(workspaceId, { phone }), await make.contact(workspaceId, { phone })];
    await receive(inbound(phone));
    const identity = await db
      .selectFrom('identity')
      .where('address', '=', phone)
      .where('workspace_id', '=', workspaceId)
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(two.map((contact) => contact.id)).not.toContain(identity.contact_id);
  });
});

describe('a delivery report', () => {
  test('moves a message forward and never back', async () => {
    const { receive, send, dispatch, message } = await receiving();
    const id = await send();
    await dispatch(id);
    await receive(report('whatsapp-1', 'read', { at: NOON - 1 }));
    await receive(
      report('whatsapp-1', 'delivered', { at: NOON - 2 }),
      report('whatsapp-1', 'sent', { at: NOON - 3 }),
    );
    expect(await message(id)).toMatchObject({
      status: 'read',
      sent_at: new Date(NOON - 3),
      delivered_at: new Date(NOON - 2),
      read_at: new Date(NOON - 1),
    });
  });

  test('of a failure marks the message and says why', async () => {
    const { receive, send, dispatch, message, events } = await receiving();
    const id = await send();
    await dispatch(id);
    await events();
    await receive(report('whatsapp-1', 'failed', { failure: failure('undeliverable') }));
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { reason: 'undeliverable' } });
    expect(await events()).toMatchObject([
      { type: 'message.changed', payload: { message: { status: 'failed' } } },
    ]);
    expect(
      await receive(report('whatsapp-1', 'failed', { failure: failure('undeliverable') })),
    ).toMatchObject({ duplicates: 1 });
  });

  test('of a failure without a reason still has words for the agent', async () => {
    const { receive, send, dispatch, message } = await receiving();
    const id = await send();
    await dispatch(id);
    await receive(report('whatsapp-1', 'failed'));
    expect((await message(id)).failure?.message).toMatch(/could not deliver/);
  });

  test('that comes before we know the provider’s id waits for it', async () => {
    const { receive, send, dispatch, message, adapter, db, account } = await receiving();
    const id = await send();
    adapter.answer(async () => {
      await receive(report('p-9', 'delivered', { at: NOON - 5 }));
      return { outcome: 'accepted', providerId: 'p-9' };
    });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'delivered', delivered_at: new Date(NOON - 5) });
    expect(
      await db.selectFrom('early_status').where('channel_account_id', '=', account.id).selectAll().execute(),
    ).toEqual([]);
  });

  test('settles a message of unknown outcome when the provider names our id', async () => {
    const { receive, send, dispatch, message, adapter } = await receiving();
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    await receive(report('p-1', 'delivered', { messageId: id }));
    expect(await message(id)).toMatchObject({ status: 'delivered', failure: null, provider_id: 'p-1' });
    await receive(report('p-1', 'read'));
    expect(await message(id)).toMatchObject({ status: 'read' });
  });

  test('of a failure settles a message of unknown outcome as failed', async () => {
    const { receive, send, dispatch, message, adapter } = await receiving();
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    await receive(report('p-1', 'failed', { messageId: id, failure: failure('undeliverable') }));
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { reason: 'undeliverable' } });
  });

  test('of an earlier attempt says nothing of the one that was asked for since', async () => {
    const { receive, send, dispatch, message, deps, agent } = await receiving();
    const id = await send();
    await dispatch(id);
    await receive(report('whatsapp-1', 'failed', { failure: failure('undeliverable', true) }));
    await retryMessage(deps, { actor: agent, messageId: id });
    await receive(
      report('whatsapp-1', 'sent', { messageId: id }),
      report('whatsapp-1', 'failed', { messageId: id }),
    );
    expect(await message(id)).toMatchObject({ status: 'queued', provider_id: null });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: 'whatsapp-2', attempts: 2 });
    await receive(report('whatsapp-1', 'failed', { messageId: id }));
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: 'whatsapp-2' });
  });

  test('about a message of another account changes nothing', async () => {
    const { receive } = await receiving();
    const other = await receiving();
    other.adapter.answer(noAnswer());
    const id = await other.send();
    await other.dispatch(id);
    await receive(report('p-1', 'delivered', { messageId: id }));
    expect(await other.message(id)).toMatchObject({ status: 'unknown' });
  });
});

describe('consent', () => {
  const change = (from: string, to: ConsentChange, at: number) =>
    ({ type: 'consent', from, change: to, at }) as const;

  test('of two changes the later one stands, whichever arrives first', async () => {
    const { receive, identity, identityNow } = await receiving();
    await receive(
      change(identity.address, 'opted_in', NOON - 1),
      change(identity.address, 'opted_out', NOON - 2),
    );
    expect(await identityNow()).toMatchObject({ opted_out: false });
    await receive(
      change(identity.address, 'blocked', NOON - 2),
      change(identity.address, 'unblocked', NOON - 1),
    );
    expect(await identityNow()).toMatchObject({ blocked: false });
  });

  test('taken back stops what is queued', async () => {
    const { receive, identity, send, dispatch, message, adapter } = await receiving();
    const id = await send();
    await receive(change(identity.address, 'opted_out', NOON));
    await dispatch(id);
    expect(adapter.sent).toEqual([]);
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { reason: 'opted_out' } });
  });

  test('to marketing leaves a full opt-out as it is, and the other way round', async () => {
    const { receive, identity, identityNow } = await receiving();
    await receive(change(identity.address, 'opted_out', NOON - 3));
    await receive(change(identity.address, 'opted_out_marketing', NOON - 2));
    expect(await identityNow()).toMatchObject({ opted_out: true, opted_out_marketing: true });
    await receive(change(identity.address, 'opted_in_marketing', NOON - 1));
    expect(await identityNow()).toMatchObject({ opted_out: true, opted_out_marketing: false });
    await receive(change(identity.address, 'opted_out_marketing', NOON - 2));
    expect(await identityNow()).toMatchObject({ opted_out_marketing: false });
    await receive(change(identity.address, 'opted_out_marketing', NOON));
    await receive(change(identity.address, 'opted_in', NOON));
    expect(await identityNow()).toMatchObject({ opted_out: false, opted_out_marketing: true });
  });

  test('taken back for marketing forbids marketing and nothing else, and says so in the facts', async () => {
    const { receive, identity, deps, agent, contact } = await receiving({
      identity: { opted_in_marketing: true },
    });
    await receive(change(identity.address, 'opted_out_marketing', NOON));
    const ask = async (purpose: 'marketing' | 'support') =>
      (await getContact(deps, { actor: agent, contactId: contact.id, purpose, language: 'en' })).channels[0];
    expect(await ask('marketing')).toMatchObject({
      decision: { verdict: 'blocked', reason: 'opted_out' },
      facts: { consent: { optedOut: false, optedOutMarketing: true } },
    });
    expect(await ask('support')).toMatchObject({ decision: { verdict: 'open' } });
  });

  test('that a provider’s refusal tells of is written down with the failure', async () => {
    const { adapter, send, dispatch, message, identityNow, events } = await receiving();
    const id = await send();
    await events();
    adapter.answer({ outcome: 'rejected', failure: failure('blocked_by_contact'), consent: 'blocked' });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'failed' });
    expect(await identityNow()).toMatchObject({
      blocked: true,
      blocked_at: new Date(NOON),
      opted_out: false,
    });
    expect((await events()).map(({ type }) => type)).toContain('contact.changed');
  });

  test('of somebody unknown waits until we know them', async () => {
    const { receive, db, workspaceId, account } = await receiving();
    const from = '+491705550001';
    const early = change(from, 'opted_out', NOON - 1);
    expect(await receive(early)).toMatchObject({ consents: 1, duplicates: 0 });
    expect(await receive(early)).toMatchObject({ consents: 0, duplicates: 1 });
    await receive(change(from, 'opted_in', NOON - 2), change(from, 'opted_out_marketing', NOON - 3));
    await receive(inbound(from));
    const identity = await db
      .selectFrom('identity')
      .where('workspace_id', '=', workspaceId)
      .where('address', '=', from)
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(identity).toMatchObject({ opted_out: true, opted_out_marketing: true, blocked: false });
    expect(
      await db.selectFrom('early_consent').where('channel_account_id', '=', account.id).selectAll().execute(),
    ).toEqual([]);
  });

  test('of somebody unknown is not lost when their first message comes at the same time', async () => {
    const { receive, db, workspaceId } = await receiving();
    const people = Array.from({ length: 10 }, (_, n) => `+4917055510${n}`);
    await Promise.all(
      people.flatMap((from) => [
        receive(inbound(from, { providerId: `in-${from}` })),
        receive(change(from, 'opted_out', NOON)),
      ]),
    );
    const identities = await db
      .selectFrom('identity')
      .where('workspace_id', '=', workspaceId)
      .where('address', 'in', people)
      .select('opted_out')
      .execute();
    expect(identities.map(({ opted_out }) => opted_out)).toEqual(people.map(() => true));
  });
});
