import { describe, expect, test } from 'vitest';
import { cancelMessage } from '../src/app/cancel-message.js';
import { getMessage } from '../src/app/get-message.js';
import { listContactMessages } from '../src/app/message-history.js';
import type { SendMessageResult } from '../src/app/send-message.js';
import { DAY, HOUR, MINUTE, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { asAgent } from './support/factories.js';
import { scene } from './support/sending.js';

const database = useDatabase();
const iso = (at: number) => new Date(at).toISOString();

function sent(result: SendMessageResult) {
  if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
  return result;
}

type World = Awaited<ReturnType<typeof scene>>;
const conversationOf = (world: World) =>
  world.db
    .selectFrom('conversation')
    .where('id', '=', world.conversation.id)
    .selectAll()
    .executeTakeFirstOrThrow();

describe('a scheduled message', () => {
  const IN_AN_HOUR = { schedule: { at: iso(NOON + HOUR) } };

  test('leaves at its hour, opens the conversation then, and is counted then', async () => {
    const world = await scene(database, { channel: 'wechat' });
    const { message, conversation } = sent(await world.ask(IN_AN_HOUR));
    expect(message).toMatchObject({
      status: 'scheduled',
      at: iso(NOON + HOUR),
      schedule: { at: iso(NOON + HOUR), timeZone: null, cancelIfContactWrites: true },
    });
    expect(conversation).toMatchObject({ status: 'closed', assignee: null });
    expect(await world.counted()).toBe(0);
    expect(world.queue.jobs).toMatchObject([{ messageId: message.id, startAfter: new Date(NOON + HOUR) }]);

    expect(await world.dispatch(message.id)).toBe('waits');
    expect(world.adapter.sent).toHaveLength(0);

    world.clock.advance(HOUR);
    expect(await world.dispatch(message.id)).toBe('called');
    expect(world.adapter.sent).toMatchObject([{ content: { text: 'The fix is out.' } }]);
    expect((await world.message(message.id)).status).toBe('sent');
    expect(await world.counted()).toBe(1);
    expect(await conversationOf(world)).toMatchObject({ status: 'open', assignee_id: world.agent.agentId });
  });

  test('stands in the history, the last to come first', async () => {
    const world = await scene(database);
    const later = sent(await world.ask({ schedule: { at: iso(NOON + 2 * HOUR) } })).message;
    const sooner = sent(await world.ask(IN_AN_HOUR)).message;
    const now = await world.send();
    const { items } = await listContactMessages(world.deps, {
      actor: world.agent,
      contactId: world.contact.id,
      limit: 10,
    });
    expect(items.map(({ id }) => id)).toEqual([later.id, sooner.id, now]);
  });

  test('is refused when its channel will not permit it then', async () => {
    const world = await scene(database, { wroteAgo: 23 * HOUR + 30 * MINUTE });
    const result = await world.ask(IN_AN_HOUR);
    expect(result).toMatchObject({ refused: { decision: { reason: 'window_closed' } } });
    expect(sent(await world.ask({ schedule: { at: iso(NOON + 29 * MINUTE) } })).message.status).toBe(
      'scheduled',
    );
  });

  test('is decided again when its hour comes, and fails if it may not leave any more', async () => {
    const world = await scene(database);
    const { message } = sent(await world.ask(IN_AN_HOUR));
    await world.db
      .updateTable('identity')
      .set({ opted_out: true })
      .where('id', '=', world.identity.id)
      .execute();
    world.clock.advance(HOUR);
    expect(await world.dispatch(message.id)).toBe('refused');
    expect(await world.message(message.id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'opted_out' },
      counts: false,
    });
    expect(await conversationOf(world)).toMatchObject({ status: 'closed' });
  });

  test('does not overrun a cap that was used up while it waited', async () => {
    const world = await scene(database, { channel: 'wechat', identity: { outbound_since_inbound: 4 } });
    const { message } = sent(await world.ask(IN_AN_HOUR));
    await world.send();
    world.clock.advance(HOUR);
    expect(await world.dispatch(message.id)).toBe('refused');
    expect((await world.message(message.id)).failure?.reason).toBe('quota_exhausted');
    expect(await world.counted()).toBe(5);
  });

  test('counts in the month in which it leaves', async () => {
    const world = await scene(database, { channel: 'line', facts: { monthlyQuota: 1 } });
    const { message } = sent(await world.ask({ schedule: { at: '2026-12-01T09:00:00Z' } }));
    // The quota of November is free for November.
    await world.send();
    world.clock.set(Date.parse('2026-12-01T09:00:00Z'));
    expect(await world.dispatch(message.id)).toBe('called');
    const counters = await world.db
      .selectFrom('monthly_counter')
      .where('channel_account_id', '=', world.account.id)
      .select(['month', 'count'])
      .orderBy('month')
      .execute();
    expect(counters).toEqual([
      { month: '2026-11-01', count: 1 },
      { month: '2026-12-01', count: 1 },
    ]);
  });

  test('is cancelled when the contact writes first, and stays when that was not wanted', async () => {
    const world = await scene(database);
    const first = sent(await world.ask(IN_AN_HOUR)).message;
    const other = sent(await world.ask({ ...IN_AN_HOUR, cancelIfContactWrites: false })).message;
    world.clock.advance(MINUTE);
    await world.receive('👍', 'reaction');
    expect((await world.message(first.id)).status).toBe('scheduled');
    await world.receive();
    const shown = await getMessage(world.deps, { actor: world.agent, messageId: first.id });
    expect(shown).toMatchObject({
      status: 'cancelled',
      cancelled: { at: iso(NOON + MINUTE), reason: 'contact_wrote' },
    });
    expect((await world.message(other.id)).status).toBe('scheduled');
    world.clock.advance(HOUR);
    expect(await world.dispatch(first.id)).toBe('nothing_to_do');
    expect(await world.dispatch(other.id)).toBe('called');
  });

  test('does not leave when the contact wrote at the moment at which it was about to', async () => {
    const world = await scene(database);
    const { message } = sent(await world.ask(IN_AN_HOUR));
    world.clock.advance(HOUR);
    // As cancelForWriting finds it while a worker holds its row: it passes it over.
    await world.db.transaction().execute(async (tx) => {
      await tx.selectFrom('message').where('id', '=', message.id).select('id').forUpdate().execute();
      await world.receive();
    });
    expect((await world.message(message.id)).status).toBe('scheduled');
    expect(await world.dispatch(message.id)).toBe('cancelled');
    expect((await world.message(message.id)).cancelled?.reason).toBe('contact_wrote');
    expect(world.adapter.sent).toHaveLength(0);
  });

  test('leaves the conversation with whoever has it by then, unless a takeover was agreed to', async () => {
    const world = await scene(database);
    const bob = asAgent(await world.make.agent(world.workspaceId, { name: 'Bob' }));
    const polite = sent(await world.ask(IN_AN_HOUR)).message;
    const taking = sent(await world.ask({ schedule: { at: iso(NOON + 2 * HOUR) }, takeOver: true })).message;
    await world.send('Mine now', bob);
    world.clock.advance(HOUR);
    await world.dispatch(polite.id);
    const bobsId = bob.kind === 'agent' ? bob.agentId : '';
    expect(await conversationOf(world)).toMatchObject({ assignee_id: bobsId });
    world.clock.advance(HOUR);
    await world.dispatch(taking.id);
    expect(await conversationOf(world)).toMatchObject({ assignee_id: world.agent.agentId });
  });

  test('starts the conversation of a contact that has none when it leaves, and not before', async () => {
    const world = await scene(database);
    await world.db.deleteFrom('conversation').where('id', '=', world.conversation.id).execute();
    const { message, conversation } = sent(await world.ask(IN_AN_HOUR));
    expect(conversation.status).toBe('closed');
    world.clock.advance(HOUR);
    await world.dispatch(message.id);
    const [row] = await world.db
      .selectFrom('conversation')
      .where('contact_id', '=', world.contact.id)
      .selectAll()
      .execute();
    expect(row).toMatchObject({ id: conversation.id, status: 'open', assignee_id: world.agent.agentId });
  });
});

describe('the recipient’s clock', () => {
  const schedule = { localTime: '2026-11-25T09:00' };
  const cases = [
    {
      contact: { time_zone: 'America/New_York', country: 'DE' },
      from: 'contact',
      at: '14:00',
      zone: 'America/New_York',
    },
    { contact: { country: 'DE' }, from: 'country', at: '08:00', zone: 'Europe/Berlin' },
    {
      contact: { time_zone: 'Mars/Olympus', country: 'GB' },
      from: 'country',
      at: '09:00',
      zone: 'Europe/London',
    },
    { contact: { country: 'US' }, from: 'workspace', at: '00:00', zone: 'Asia/Tokyo' },
    { contact: {}, from: 'workspace', at: '00:00', zone: 'Asia/Tokyo' },
  ];
  test.each(cases)('is known from the $from: $zone', async ({ contact, from, at, zone }) => {
    const world = await scene(database, { channel: 'email', contact, sending: { timeZone: 'Asia/Tokyo' } });
    const { message } = sent(await world.ask({ schedule }));
    expect(message.schedule).toMatchObject({
      at: `2026-11-25T${at}:00.000Z`,
      localTime: '2026-11-25T09:00',
      timeZone: zone,
      timeZoneFrom: from,
    });
  });

  test('is one hour later where a change to daylight saving leaves the hour out', async () => {
    const world = await scene(database, { channel: 'email', contact: { time_zone: 'Europe/Berlin' } });
    const { message } = sent(await world.ask({ schedule: { localTime: '2027-03-28T02:30' } }));
    expect(message.schedule?.at).toBe('2027-03-28T01:30:00.000Z');
  });

  test.each([
    { schedule: { at: iso(NOON) }, field: 'schedule.at' },
    { schedule: { at: iso(NOON + 366 * DAY) }, field: 'schedule.at' },
    { schedule: { localTime: '2026-11-24T12:00' }, field: 'schedule.localTime' },
    { schedule: { localTime: '2026-11-31T12:00' }, field: 'schedule.localTime' },
  ])('$schedule is refused, the field named', async ({ schedule: wrong, field }) => {
    const world = await scene(database, { channel: 'email' });
    await expect(world.ask({ schedule: wrong })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ field }],
    });
  });
});

describe('quiet hours', () => {
  // 8:00 to 21:00 at the recipient's for marketing by SMS in the USA; NOON is 4:00 in Los Angeles.
  const early = {
    channel: 'sms' as const,
    identity: { opted_in_marketing: true },
    contact: { time_zone: 'America/Los_Angeles', country: 'US' },
  };
  const marketing = { purpose: 'marketing' as const };

  test('refuse a message, and put it off to their end where that was asked for', async () => {
    const world = await scene(database, early);
    expect(await world.ask(marketing)).toMatchObject({ refused: { decision: { reason: 'quiet_hours' } } });
    const { message } = sent(await world.ask({ ...marketing, postponeQuietHours: true }));
    expect(message).toMatchObject({
      status: 'scheduled',
      schedule: { at: '2026-11-24T16:00:00.000Z', postponedFrom: iso(NOON) },
    });
    world.clock.set(Date.parse('2026-11-24T16:00:00Z'));
    expect(await world.dispatch(message.id)).toBe('called');
  });

  test('put a message off once more when the gateway comes to it too late', async () => {
    const world = await scene(database, early);
    const { message } = sent(await world.ask({ ...marketing, postponeQuietHours: true }));
    // 22:00 in Los Angeles.
    world.clock.set(Date.parse('2026-11-25T06:00:00Z'));
    expect(await world.dispatch(message.id)).toBe('waits');
    expect(await world.message(message.id)).toMatchObject({
      status: 'scheduled',
      scheduled_for: new Date('2026-11-25T16:00:00Z'),
    });
    world.clock.set(Date.parse('2026-11-25T16:00:00Z'));
    expect(await world.dispatch(message.id)).toBe('called');
  });

  test('fail a scheduled message that was not to be put off', async () => {
    const world = await scene(database, early);
    const schedule = { at: '2026-11-25T04:00:00Z' };
    const { message } = sent(await world.ask({ ...marketing, schedule }));
    world.clock.set(Date.parse('2026-11-25T06:00:00Z'));
    expect(await world.dispatch(message.id)).toBe('refused');
    expect((await world.message(message.id)).failure?.reason).toBe('quiet_hours');
  });

  test('do not let through what something else forbids', async () => {
    const world = await scene(database, { ...early, identity: { opted_out: true } });
    const result = await world.ask({ ...marketing, postponeQuietHours: true });
    expect(result).toMatchObject({ refused: { decision: { reason: 'opted_out' } } });
  });
});

describe('cancelling', () => {
  test('takes a scheduled message back, twice with the same answer', async () => {
    const world = await scene(database);
    const { message } = sent(await world.ask({ schedule: { at: iso(NOON + HOUR) } }));
    const ask = { actor: world.agent, messageId: message.id };
    const first = await cancelMessage(world.deps, ask);
    expect(first).toMatchObject({ status: 'cancelled', cancelled: { reason: 'asked' }, at: iso(NOON) });
    world.clock.advance(HOUR);
    expect(await cancelMessage(world.deps, ask)).toEqual(first);
    expect(await world.dispatch(message.id)).toBe('nothing_to_do');
    expect(world.adapter.sent).toHaveLength(0);
  });

  test('gives back what a queued message was counted for', async () => {
    const world = await scene(database, { channel: 'wechat', identity: { outbound_since_inbound: 4 } });
    const message = await world.send();
    expect(await world.ask()).toMatchObject({ refused: { decision: { reason: 'quota_exhausted' } } });
    await cancelMessage(world.deps, { actor: world.agent, messageId: message });
    expect(await world.counted()).toBe(4);
    sent(await world.ask());
  });

  test('gives back a message of the month', async () => {
    const world = await scene(database, { channel: 'line', facts: { monthlyQuota: 1 } });
    const message = await world.send();
    await cancelMessage(world.deps, { actor: world.agent, messageId: message });
    sent(await world.ask());
  });

  test('comes too late for what is being sent, and says so', async () => {
    const world = await scene(database);
    const message = await world.send();
    const ask = { actor: world.agent, messageId: message };
    world.adapter.answer(async () => {
      await expect(cancelMessage(world.deps, ask)).rejects.toMatchObject({
        code: 'not_cancellable',
        status: 409,
      });
      return { outcome: 'accepted', providerId: 'whatsapp-1' };
    });
    await world.dispatch(message);
    expect((await world.message(message)).status).toBe('sent');
    await expect(cancelMessage(world.deps, ask)).rejects.toMatchObject({ code: 'not_cancellable' });
  });

  test('and sending at the same moment end with one of the two', async () => {
    const world = await scene(database);
    for (let round = 0; round < 10; round += 1) {
      const message = await world.send();
      const before = world.adapter.sent.length;
      const [cancelled] = await Promise.allSettled([
        cancelMessage(world.deps, { actor: world.agent, messageId: message }),
        world.dispatch(message),
      ]);
      const left = world.adapter.sent.length - before;
      expect(left).toBe(cancelled.status === 'fulfilled' ? 0 : 1);
    }
  });

  test('is not for whoever cannot reach the contact', async () => {
    const world = await scene(database);
    const message = await world.send();
    const eve = asAgent(await world.make.agent(world.workspaceId, { role: 'agent_own' }));
    await expect(cancelMessage(world.deps, { actor: eve, messageId: message })).rejects.toMatchObject({
      code: 'message_not_found',
    });
  });

  test('has time where the workspace lets agents change their mind', async () => {
    const world = await scene(database, { sending: { undoMs: 10_000 } });
    const result = sent(await world.ask());
    expect(result.undoUntil).toEqual(new Date(NOON + 10_000));
    expect(world.queue.jobs).toMatchObject([{ startAfter: new Date(NOON + 10_000) }]);
  });
});

describe('a frequency cap', () => {
  const frequencyCap = {
    messages: 2,
    days: 7,
    purposes: ['support', 'csat', 'vip_update', 'marketing'] as const,
  };

  test('counts over all purposes, and says when the next message is permitted', async () => {
    const world = await scene(database, { channel: 'email', sending: { frequencyCap } });
    await world.send();
    world.clock.advance(HOUR);
    sent(await world.ask({ purpose: 'vip_update' }));
    world.clock.advance(HOUR);
    await expect(world.ask({ purpose: 'csat' })).rejects.toMatchObject({
      code: 'frequency_capped',
      status: 409,
      extra: { frequencyCap: { capped: true, freeAt: iso(NOON + 7 * DAY) } },
    });
    sent(await world.ask({ schedule: { at: iso(NOON + 7 * DAY) } }));
    world.clock.set(NOON + 7 * DAY);
    await expect(world.ask()).rejects.toMatchObject({ code: 'frequency_capped' });
    world.clock.set(NOON + 7 * DAY + HOUR);
    sent(await world.ask());
  });

  test('does not count what failed or was cancelled, nor another purpose than it is for', async () => {
    const world = await scene(database, {
      channel: 'email',
      sending: { frequencyCap: { messages: 1, days: 1, purposes: ['csat'] } },
    });
    await world.send();
    const { message } = sent(await world.ask({ purpose: 'csat' }));
    await expect(world.ask({ purpose: 'csat' })).rejects.toMatchObject({ code: 'frequency_capped' });
    await cancelMessage(world.deps, { actor: world.agent, messageId: message.id });
    sent(await world.ask({ purpose: 'csat' }));
    await world.send();
  });

  test('holds for a scheduled message when its hour comes', async () => {
    const world = await scene(database, { channel: 'email', sending: { frequencyCap } });
    const { message } = sent(await world.ask({ schedule: { at: iso(NOON + DAY) } }));
    world.clock.advance(HOUR);
    await world.send();
    await world.send();
    world.clock.set(NOON + DAY);
    expect(await world.dispatch(message.id)).toBe('refused');
    expect(await world.message(message.id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'frequency_capped', retriable: true },
    });
  });

  test('lets exactly as many of 20 senders through at once', async () => {
    const world = await scene(database, { channel: 'email', sending: { frequencyCap } });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => world.ask()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
});
