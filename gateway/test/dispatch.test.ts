import { describe, expect, test } from 'vitest';
import { receiveChannelEvents } from '../src/app/receive-channel-events.js';
import { retryMessage } from '../src/app/retry-message.js';
import { sendMessage } from '../src/app/send-message.js';
import { settleDoubtful } from '../src/app/settle-doubtful.js';
import { workerLease } from '../src/queue/worker-lease.js';
import { takeTurn } from '../src/store/send-rate.js';
import { DAY, HOUR, MINUTE, NOON, SECOND } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { asAgent } from './support/factories.js';
import { failure, noAnswer, rejected, retryLater } from './support/fake-adapter.js';
import { scene } from './support/sending.js';

const database = useDatabase();

describe('a queued message', () => {
  test('leaves once, and keeps the id that the provider gave it', async () => {
    const { send, dispatch, message, adapter, attempts, events, identity } = await scene(database);
    const id = await send('Hello');
    await events();
    expect(await dispatch(id)).toBe('called');
    expect(adapter.sent).toMatchObject([
      {
        messageId: id,
        to: identity.address,
        form: 'free_form',
        tag: null,
        content: { kind: 'text', text: 'Hello' },
      },
    ]);
    expect(await message(id)).toMatchObject({
      status: 'sent',
      provider_id: 'whatsapp-1',
      sent_at: new Date(NOON),
      failure: null,
    });
    expect(await attempts(id)).toMatchObject([{ number: 1, outcome: 'accepted', ended_at: new Date(NOON) }]);
    expect(await events()).toMatchObject([
      { type: 'message.changed', payload: { message: { status: 'sent' } } },
    ]);

    expect(await dispatch(id)).toBe('nothing_to_do');
    expect(adapter.sent).toHaveLength(1);
  });

  test('is sent even when its provider gives it the id of another message', async () => {
    const { db, send, dispatch, message, attempts, adapter, make, conversation, identity } =
      await scene(database);
    const other = await make.message(conversation, identity, { provider_id: 'p-1' });
    const id = await send();
    adapter.answer({ outcome: 'accepted', providerId: 'p-1' });
    expect(await dispatch(id)).toBe('called');
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: null });
    expect(await attempts(id)).toMatchObject([{ outcome: 'accepted', detail: { providerId: 'p-1' } }]);
    const kept = db.selectFrom('message').where('id', '=', other.id).select('provider_id');
    expect(await kept.executeTakeFirst()).toEqual({ provider_id: 'p-1' });
  });

  test('leaves once, however many workers get its job at once', async () => {
    const { send, dispatch, adapter } = await scene(database);
    const id = await send();
    const results = await Promise.all(Array.from({ length: 8 }, () => dispatch(id)));
    expect(results.filter((result) => result === 'called')).toHaveLength(1);
    expect(adapter.sent).toHaveLength(1);
  });

  test('has an attempt written down before the provider is called', async () => {
    const { send, dispatch, message, attempts, adapter } = await scene(database);
    const id = await send();
    let seen: unknown;
    adapter.answer(async () => {
      seen = { status: (await message(id)).status, attempts: await attempts(id) };
      return { outcome: 'accepted', providerId: 'p-1' };
    });
    await dispatch(id);
    expect(seen).toMatchObject({ status: 'sending', attempts: [{ number: 1, ended_at: null }] });
  });

  test('is decided again right before it leaves', async () => {
    const { send, dispatch, message, adapter, clock, counted } = await scene(database, {
      wroteAgo: 23 * HOUR,
    });
    const id = await send();
    expect(await counted()).toBe(1);
    clock.advance(HOUR);
    expect(await dispatch(id)).toBe('refused');
    expect(adapter.sent).toEqual([]);
    expect(await message(id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'window_closed', retriable: true, message: expect.stringContaining('24') },
      counts: false,
    });
    expect(await counted()).toBe(0);
  });

  test('changes its form when the window has closed and the tag is allowed', async () => {
    const { send, dispatch, adapter, clock } = await scene(database, {
      channel: 'messenger',
      wroteAgo: 23 * HOUR,
      facts: { humanAgentApproved: true },
    });
    const id = await send();
    clock.advance(2 * HOUR);
    await dispatch(id);
    expect(adapter.sent).toMatchObject([{ form: 'tag', tag: 'HUMAN_AGENT' }]);
  });

  test('to an account without settings in this process fails and says so', async () => {
    const { send, dispatch, message, deps, account } = await scene(database);
    const id = await send();
    (deps.accounts as Map<string, unknown>).delete(account.id);
    await dispatch(id);
    expect(await message(id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'channel_not_available' },
    });
  });

  test('by a template that was paused meanwhile fails', async () => {
    const { db, make, account, contact, deps, agent, dispatch, message } = await scene(database, {
      wroteAgo: DAY,
    });
    const template = await make.template(account, { body: 'Hello {{1}}' });
    const queued = await sendMessage(deps, {
      actor: agent,
      idempotencyKey: 'by-template',
      contactId: contact.id,
      request: {
        contact: contact.id,
        purpose: 'support',
        takeOver: false,
        content: { kind: 'template', templateId: template.id, variables: { 1: 'Grace' } },
      },
    });
    if ('refused' in queued) throw new Error('refused');
    await db.updateTable('template').set({ status: 'paused' }).where('id', '=', template.id).execute();
    await dispatch(queued.message.id);
    expect(await message(queued.message.id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'template_not_approved' },
    });
  });
});

describe('a message whose provider takes it once, however often it is sent', () => {
  const mayBeTaken = { ...noAnswer(), repeatable: true } as const;

  test('is sent again until the provider tells', async () => {
    const { send, dispatch, message, adapter, attempts, queue } = await scene(database, { channel: 'line' });
    const id = await send();
    adapter.answer(mayBeTaken);
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'queued' });
    expect(queue.jobs.at(-1)).toMatchObject({ messageId: id, startAfter: new Date(NOON + 5 * SECOND) });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'sent' });
    expect(await attempts(id)).toMatchObject([{ outcome: 'unknown' }, { outcome: 'accepted' }]);
  });

  test('is unknown when the provider never tells, and still counts', async () => {
    const { send, dispatch, message, adapter } = await scene(database, { channel: 'line' });
    const id = await send();
    adapter.answerAlways(mayBeTaken);
    for (let number = 0; number < 5; number++) await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'unknown', counts: true });
    expect(adapter.sent).toHaveLength(5);
  });

  test('is unknown, not failed, when it may not be sent again', async () => {
    const { send, dispatch, message, adapter, db, identity } = await scene(database, { channel: 'line' });
    const id = await send();
    adapter.answer(mayBeTaken);
    await dispatch(id);
    await db.updateTable('identity').set({ opted_out: true }).where('id', '=', identity.id).execute();
    expect(await dispatch(id)).toBe('refused');
    expect(await message(id)).toMatchObject({
      status: 'unknown',
      failure: { reason: 'opted_out' },
      counts: true,
    });
  });
});

describe('an e-mail', () => {
  test('answers the last message of the contact and names those before it', async () => {
    const { send, dispatch, adapter, make, conversation, identity } = await scene(database, {
      channel: 'email',
    });
    await make.message(conversation, identity, { provider_id: '<a@them>', at: new Date(NOON - 3 * HOUR) });
    await make.message(conversation, identity, {
      direction: 'outbound',
      provider_id: '<b@us>',
      at: new Date(NOON - 2 * HOUR),
    });
    await dispatch(await send());
    expect(adapter.sent).toMatchObject([{ inReplyTo: '<a@them>', references: ['<a@them>', '<b@us>'] }]);
  });
});

describe('a message that the provider', () => {
  test('rejects is failed with the reason, and counts no longer', async () => {
    const { send, dispatch, message, adapter, counted, attempts } = await scene(database, {
      channel: 'wechat',
    });
    adapter.answer(rejected('blocked_by_contact'));
    const id = await send();
    expect(await counted()).toBe(1);
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { reason: 'blocked_by_contact' } });
    expect(await attempts(id)).toMatchObject([{ outcome: 'rejected' }]);
    expect(await counted()).toBe(0);
  });

  test('gives no answer about is unknown, counts, and is not sent again by itself', async () => {
    const { send, dispatch, message, adapter, counted, queue } = await scene(database, { channel: 'wechat' });
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'unknown', failure: { reason: 'no_answer' } });
    expect(await counted()).toBe(1);
    expect(queue.jobs).toHaveLength(1);
    expect(await dispatch(id)).toBe('nothing_to_do');
    expect(adapter.sent).toHaveLength(1);
  });

  test('makes our adapter throw on is unknown', async () => {
    const { send, dispatch, message, adapter } = await scene(database);
    adapter.answer(() => {
      throw new TypeError('a mistake of ours');
    });
    const id = await send();
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'unknown' });
  });

  test('asks to come back for is queued again for the hour it names', async () => {
    const { send, dispatch, message, adapter, queue } = await scene(database);
    adapter.answer(retryLater(90 * SECOND));
    const id = await send();
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'queued', tries: 1 });
    expect(queue.jobs.at(-1)).toMatchObject({ messageId: id, startAfter: new Date(NOON + 90 * SECOND) });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'sent', tries: 2 });
  });

  test('turns away five times is failed, and can be tried again by a person', async () => {
    const { send, dispatch, message, adapter, queue, attempts, counted, agent, deps } = await scene(database);
    adapter.answerAlways(retryLater());
    const id = await send();
    for (let tries = 0; tries < 5; tries++) await dispatch(id);
    expect(await message(id)).toMatchObject({
      status: 'failed',
      failure: { reason: 'provider_busy', retriable: true },
    });
    const waits = queue.jobs.slice(1).map((job) => job.startAfter!.getTime() - NOON);
    expect(waits).toEqual([5, 20, 80, 320].map((seconds) => seconds * SECOND));
    expect(await counted()).toBe(0);

    adapter.answerAlways({ outcome: 'accepted', providerId: 'p-6' });
    await retryMessage(deps, { actor: agent, messageId: id });
    expect(await counted()).toBe(1);
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: 'p-6', tries: 1 });
    expect((await attempts(id)).map((attempt) => attempt.number)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('counting', () => {
  test('the last of five WeChat messages leaves although all five are counted', async () => {
    const { send, dispatch, message } = await scene(database, { channel: 'wechat' });
    const ids = [];
    for (let number = 0; number < 5; number++) ids.push(await send());
    await expect(send()).rejects.toThrow('quota_exhausted');
    for (const id of ids) expect(await dispatch(id)).toBe('called');
    expect(await message(ids[4]!)).toMatchObject({ status: 'sent' });
  });

  test('a message that leaves after the contact wrote again counts in the new window', async () => {
    const { db, send, dispatch, identity, clock, counted, message } = await scene(database, {
      channel: 'wechat',
    });
    const id = await send();
    clock.advance(MINUTE);
    const wrote = new Date(clock());
    await db
      .updateTable('identity')
      .set({ last_inbound_at: wrote, outbound_since_inbound: 0 })
      .where('id', '=', identity.id)
      .execute();
    clock.advance(MINUTE);
    await dispatch(id);
    expect(await counted()).toBe(1);
    expect((await message(id)).at).toEqual(new Date(clock()));
  });

  test('a rejected message does not take one from the new window', async () => {
    const { db, send, dispatch, adapter, identity, clock, counted } = await scene(database, {
      channel: 'wechat',
    });
    const id = await send();
    adapter.answer(async () => {
      clock.advance(MINUTE);
      const wrote = new Date(clock());
      await db
        .updateTable('identity')
        .set({ last_inbound_at: wrote, outbound_since_inbound: 0 })
        .where('id', '=', identity.id)
        .execute();
      return rejected();
    });
    await dispatch(id);
    expect(await counted()).toBe(0);
  });

  test('a LINE message queued before the month turned counts in the month in which it leaves', async () => {
    const { db, send, dispatch, account, clock } = await scene(database, {
      channel: 'line',
      facts: { monthlyQuota: 5 },
    });
    const id = await send();
    clock.set(Date.parse('2026-12-01T00:00:01Z'));
    await dispatch(id);
    const counters = await db
      .selectFrom('monthly_counter')
      .where('channel_account_id', '=', account.id)
      .select(['month', 'count'])
      .orderBy('month')
      .execute();
    expect(counters).toEqual([
      { month: '2026-11-01', count: 0 },
      { month: '2026-12-01', count: 1 },
    ]);
  });
});

describe('a rate limit', () => {
  test('gives each message a turn of its own, and the turn is good when its hour comes', async () => {
    const { send, dispatch, queue, adapter } = await scene(database, { rate: { perSecond: 2, burst: 2 } });
    const ids = [await send(), await send(), await send(), await send()];
    const results = [];
    for (const id of ids) results.push(await dispatch(id));
    expect(results).toEqual(['called', 'called', 'waits', 'waits']);
    const waiting = queue.jobs.slice(4);
    expect(waiting.map((job) => [job.messageId, job.hasTurn, job.startAfter!.getTime() - NOON])).toEqual([
      [ids[2], true, 500],
      [ids[3], true, 1000],
    ]);
    for (const { messageId } of waiting) expect(await dispatch(messageId, { hasTurn: true })).toBe('called');
    expect(adapter.sent).toHaveLength(4);
  });

  test('is shared by all who send through the account', async () => {
    const { db, workspaceId, account } = await scene(database);
    const turn = (now: number) =>
      takeTurn(db, {
        workspaceId,
        accountId: account.id,
        rate: { perSecond: 10, burst: 5 },
        now: new Date(now),
      });
    const waits = await Promise.all(Array.from({ length: 25 }, () => turn(NOON)));
    expect(waits.sort((a, b) => a - b)).toEqual([
      0,
      0,
      0,
      0,
      0,
      ...Array.from({ length: 20 }, (_, n) => (n + 1) * 100),
    ]);
    // Two seconds pay the twenty, and three more fill the bucket; no more than that is saved up.
    expect(await turn(NOON + HOUR)).toBe(0);
    const later = [];
    for (let n = 0; n < 5; n++) later.push(await turn(NOON + HOUR));
    expect(later).toEqual([0, 0, 0, 0, 100]);
  });

  test('does not run backwards with a clock that is behind', async () => {
    const { db, workspaceId, account } = await scene(database);
    const turn = (now: number) =>
      takeTurn(db, {
        workspaceId,
        accountId: account.id,
        rate: { perSecond: 1, burst: 1 },
        now: new Date(now),
      });
    expect(await turn(NOON)).toBe(0);
    expect(await turn(NOON - MINUTE)).toBe(1000);
    expect(await turn(NOON)).toBe(2000);
  });
});

describe('an attempt without an end', () => {
  const begin = async (worker: number, started = NOON) => {
    const staged = await scene(database);
    const id = await staged.send();
    await staged.db
      .updateTable('message')
      .set({ status: 'sending', tries: 1 })
      .where('id', '=', id)
      .execute();
    await staged.db
      .insertInto('send_attempt')
      .values({
        workspace_id: staged.workspaceId,
        message_id: id,
        number: 1,
        started_at: new Date(started),
        worker,
      })
      .execute();
    return { ...staged, id };
  };

  test('of a process that lives is left alone, and unknown once it is gone', async () => {
    const lease = workerLease(database.db, database.url);
    const { id, message, deps, adapter, events, attempts, dispatch } = await begin(await lease.number());
    await events();
    await settleDoubtful(deps);
    expect(await message(id)).toMatchObject({ status: 'sending' });

    await lease.release();
    const statusNow = async () => {
      await settleDoubtful(deps);
      return (await message(id)).status;
    };
    await expect.poll(statusNow).toBe('unknown');
    expect(await message(id)).toMatchObject({
      status: 'unknown',
      failure: { reason: 'outcome_unknown', retriable: true },
    });
    expect(await attempts(id)).toMatchObject([{ outcome: 'unknown', ended_at: new Date(NOON) }]);
    expect(await events()).toMatchObject([
      { type: 'message.changed', payload: { message: { status: 'unknown' } } },
    ]);
    expect(await dispatch(id)).toBe('nothing_to_do');
    expect(adapter.sent).toEqual([]);
  });

  test('is in nobody’s hands after a quarter of an hour', async () => {
    const lease = workerLease(database.db, database.url);
    const { id, message, deps, clock } = await begin(await lease.number());
    clock.advance(15 * MINUTE + 1);
    await settleDoubtful(deps);
    expect(await message(id)).toMatchObject({ status: 'unknown' });
    await lease.release();
  });
});

describe('sending again', () => {
  test('a message of unknown outcome is a decision of a person, in that person’s name', async () => {
    const { send, dispatch, message, adapter, deps, make, workspaceId, db, conversation } =
      await scene(database);
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    await db
      .updateTable('conversation')
      .set({ assignee_id: null })
      .where('id', '=', conversation.id)
      .execute();
    const bob = asAgent(await make.agent(workspaceId, { name: 'Bob' }));
    const result = await retryMessage(deps, { actor: bob, messageId: id });
    expect(result).toMatchObject({
      message: { id, status: 'queued', failure: null, author: { name: 'Bob' } },
      conversation: { assignee: { name: 'Bob' } },
    });
    await dispatch(id);
    expect(await message(id)).toMatchObject({ status: 'sent' });
    expect(adapter.sent).toHaveLength(2);
  });

  test('takes another agent’s conversation over only when that is meant', async () => {
    const { send, dispatch, adapter, deps, agent, make, workspaceId } = await scene(database);
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    const bob = asAgent(await make.agent(workspaceId, { name: 'Bob' }));
    await expect(retryMessage(deps, { actor: bob, messageId: id })).rejects.toMatchObject({
      code: 'takeover_required',
    });
    const result = await retryMessage(deps, { actor: bob, messageId: id, takeOver: true });
    expect(result).toMatchObject({
      message: { id, status: 'queued' },
      conversation: { assignee: { name: 'Bob' } },
    });
    const told = await database.db
      .selectFrom('event')
      .where('type', '=', 'contact.changed')
      .where('assignee_id', '=', agent.agentId)
      .select('payload')
      .execute();
    expect(told).toEqual([{ payload: {} }]);
  });

  test('is refused after a new decision', async () => {
    const { send, dispatch, adapter, deps, agent, clock, message } = await scene(database);
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    clock.advance(DAY);
    const result = await retryMessage(deps, { actor: agent, messageId: id });
    expect(result).toMatchObject({ refused: { decision: { reason: 'window_closed' } } });
    expect(await message(id)).toMatchObject({ status: 'unknown' });
  });

  test.each([
    ['sent', null],
    [
      'failed',
      {
        reason: 'invalid_number',
        message: 'No such number.',
        remedy: null,
        retriable: false,
        providerCode: null,
      },
    ],
  ])('is not offered for a message that is %s (%j)', async (status, failure) => {
    const { deps, agent, make, conversation, identity } = await scene(database);
    const { id } = await make.message(conversation, identity, {
      direction: 'outbound',
      status: status as 'sent',
      failure: failure && JSON.stringify(failure),
    });
    await expect(retryMessage(deps, { actor: agent, messageId: id })).rejects.toMatchObject({
      code: 'not_retriable',
    });
  });

  test('is not there for whoever cannot reach the contact', async () => {
    const { send, dispatch, adapter, deps, make, workspaceId } = await scene(database);
    adapter.answer(noAnswer());
    const id = await send();
    await dispatch(id);
    const own = asAgent(await make.agent(workspaceId, { role: 'agent_own' }));
    await expect(retryMessage(deps, { actor: own, messageId: id })).rejects.toMatchObject({
      code: 'message_not_found',
    });
  });
});

describe('marketing that the provider refused to pass on', () => {
  const staged = async () => {
    const all = await scene(database, {
      wroteAgo: 30 * HOUR,
      identity: { opted_in_marketing: true },
    });
    const template = await all.make.template(all.account, { category: 'marketing', body: 'News' });
    const content = { kind: 'template' as const, templateId: template.id, variables: {} };
    const advertise = () => all.ask({ purpose: 'marketing', content });
    const queued = async () => {
      const result = await advertise();
      if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
      return result.message.id;
    };
    return { ...all, advertise, queued };
  };
  const HELD = {
    refused: {
      decision: {
        verdict: 'blocked',
        reason: 'quota_exhausted',
        rule: { id: 'whatsapp.marketing_cap' },
        unlockedBy: ['inbound', `at:${new Date(NOON + DAY).toISOString()}`],
      },
    },
  };

  test('is not sent to that contact for 24 hours', async () => {
    const { queued, advertise, dispatch, adapter, clock } = await staged();
    adapter.answer(rejected('marketing_refused'));
    await dispatch(await queued());
    expect(await advertise()).toMatchObject(HELD);
    clock.advance(DAY - 1);
    expect(await advertise()).toMatchObject(HELD);
    clock.advance(1);
    expect(await advertise()).toMatchObject({ decision: { verdict: 'restricted' } });
  });

  test('stops what was queued already, and nothing of another purpose', async () => {
    const { queued, ask, dispatch, adapter, message, make, account } = await staged();
    const [first, second] = [await queued(), await queued()];
    adapter.answer(rejected('marketing_refused'));
    await dispatch(first);
    expect(await dispatch(second)).toBe('refused');
    expect(await message(second)).toMatchObject({
      status: 'failed',
      failure: { reason: 'quota_exhausted', retriable: true },
    });
    expect(adapter.sent).toHaveLength(1);

    const { id: templateId } = await make.template(account, { body: 'Solved' });
    const solved = await ask({ content: { kind: 'template', templateId, variables: {} } });
    expect(solved).toMatchObject({ decision: { verdict: 'restricted' } });
  });

  test('is known as well from a report that comes before the provider’s answer', async () => {
    const { queued, advertise, dispatch, adapter, deps, account, workspaceId } = await staged();
    const late = {
      type: 'status' as const,
      providerId: 'early',
      status: 'failed' as const,
      at: NOON,
      failure: failure('marketing_refused'),
    };
    adapter.answer(async () => {
      await receiveChannelEvents(deps, {
        account: { id: account.id, workspaceId, channel: 'whatsapp' },
        events: [late],
      });
      return { outcome: 'accepted', providerId: 'early' };
    });
    await dispatch(await queued());
    expect(await advertise()).toMatchObject(HELD);
  });
});

describe('one of the people whom a day allows', () => {
  const staged = async () => {
    const all = await scene(database, { wroteAgo: 30 * HOUR, facts: { recipientLimit: 1 } });
    const { make, account, workspaceId, deps, agent } = all;
    const template = await make.template(account, { body: 'Solved' });
    const content = { kind: 'template' as const, templateId: template.id, variables: {} };
    const contact = await make.contact(workspaceId);
    await make.identity(contact, account, { last_inbound_at: new Date(NOON - 30 * HOUR) });
    return {
      ...all,
      first: () => all.ask({ content }),
      /** To somebody else. */
      second: () =>
        sendMessage(deps, {
          actor: agent,
          idempotencyKey: `second-${all.clock()}`,
          contactId: contact.id,
          request: { contact: contact.id, purpose: 'support', content, takeOver: false },
        }),
    };
  };
  const idOf = async (sending: ReturnType<typeof sendMessage>) => {
    const result = await sending;
    if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
    return result.message.id;
  };

  test('leaves in the place that it took, and gives it back when the provider did not take it', async () => {
    const { first, second, dispatch, adapter, clock } = await staged();
    const id = await idOf(first());
    expect(await second()).toMatchObject({ refused: { decision: { reason: 'quota_exhausted' } } });
    adapter.answer(rejected());
    expect(await dispatch(id)).toBe('called');
    clock.advance(SECOND);
    expect(await dispatch(await idOf(second()))).toBe('called');
    expect(adapter.sent).toHaveLength(2);
  });

  test('needs a place again where it waited for more than 24 hours', async () => {
    const { first, second, dispatch, message, clock } = await staged();
    const id = await idOf(first());
    clock.advance(DAY);
    await idOf(second());
    expect(await dispatch(id)).toBe('refused');
    expect(await message(id)).toMatchObject({ status: 'failed', failure: { reason: 'quota_exhausted' } });
  });

  test('needs none once the contact has written', async () => {
    const { first, second, receive, dispatch, message } = await staged();
    const id = await idOf(first());
    await receive();
    expect(await dispatch(id)).toBe('called');
    expect(await message(id)).toMatchObject({ status: 'sent', business_initiated: false });
    await idOf(second());
  });
});
