import { WebhookEvent, type WebhookEventType } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeConversation } from '../../src/app/close-conversation.js';
import type { Actor } from '../../src/app/deps.js';
import { receiveChannelEvents } from '../../src/app/receive-channel-events.js';
import { answerByPage } from '../../src/app/surveys/answer-survey.js';
import { requestSurvey } from '../../src/app/surveys/request-survey.js';
import { DEFAULT_SURVEYS } from '../../src/app/surveys/survey-rules.js';
import { deliverDue, type WebhookDeps } from '../../src/app/webhooks/deliver.js';
import { listDeliveries, replayDead, replayDelivery } from '../../src/app/webhooks/deliveries.js';
import { createSubscription, getSubscription } from '../../src/app/webhooks/subscriptions.js';
import { findSurvey } from '../../src/store/surveys.js';
import { claimDeliveries } from '../../src/store/webhook-deliveries.js';
import { findSubscription } from '../../src/store/webhook-subscriptions.js';
import { MAX_TRIES } from '../../src/webhooks/schedule.js';
import { DAY, HOUR, MINUTE } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { rejected } from '../support/fake-adapter.js';
import { scene } from '../support/sending.js';
import { webhookReceiver } from '../support/webhook-receiver.js';

const database = useDatabase();
let receiver: Awaited<ReturnType<typeof webhookReceiver>>;
beforeEach(async () => {
  receiver = await webhookReceiver();
});
afterEach(() => receiver.close());

/** A scene with a subscription to everything, and a way to deliver what is due. */
async function stage(events: WebhookEventType[]) {
  const set = await scene(database);
  // Receivers compare the signature's time with their own clock.
  set.clock.set(Date.now());
  const actor: Actor = { ...set.agent, role: 'owner' };
  const targets = { allowPrivateUrls: [receiver.origin] };
  const subscription = await createSubscription(set.deps, targets, {
    actor,
    request: { url: receiver.url, events, windowClosingHours: 2 },
  });
  const workspace = { id: set.workspaceId, name: 'acme' };
  const deps: WebhookDeps = { db: set.db, clock: set.clock, workspace, ...targets };
  const deliver = async () => {
    const row = await findSubscription(set.db, set.workspaceId, subscription.id);
    return deliverDue(deps, row!);
  };
  const inbound = (text: string, id = 'in-1') =>
    receiveChannelEvents(set.deps, {
      account: { id: set.account.id, workspaceId: set.workspaceId, channel: 'whatsapp' },
      events: [
        {
          type: 'message',
          providerId: id,
          from: set.identity.address,
          name: 'Grace',
          at: set.clock(),
          opener: 'message',
          content: { kind: 'text', text },
        },
      ],
    });
  const status = (providerId: string, to: 'delivered' | 'read') =>
    receiveChannelEvents(set.deps, {
      account: { id: set.account.id, workspaceId: set.workspaceId, channel: 'whatsapp' },
      events: [{ type: 'status', providerId, status: to, at: set.clock(), failure: null }],
    });
  const list = async (query: { status?: 'pending' | 'delivered' | 'dead' | 'any' } = {}) =>
    (await listDeliveries(set.deps, { actor, query: { status: 'any', limit: 50, ...query } })).items;
  const types = () => receiver.received.map(({ body }) => body.type).sort();
  return { ...set, actor, subscription, deps: set.deps, deliver, inbound, status, list, types };
}

describe('an outgoing webhook', () => {
  it('is signed as the Standard Webhooks library verifies, over the bytes that were sent', async () => {
    const { subscription, inbound, deliver } = await stage(['message.received']);
    await inbound('Grüße');
    await deliver();
    const { text, headers } = receiver.received[0]!;
    const verifier = new Webhook(subscription.secret);
    expect(verifier.verify(text, headers as Record<string, string>)).toMatchObject({
      id: headers['webhook-id'],
      type: 'message.received',
    });
    expect(() => verifier.verify(`${text} `, headers as Record<string, string>)).toThrow(
      WebhookVerificationError,
    );
    const another = new Webhook(`whsec_${Buffer.alloc(24, 7).toString('base64')}`);
    expect(() => another.verify(text, headers as Record<string, string>)).toThrow(WebhookVerificationError);
  });

  it('tells the answer of a survey once, with whom it is about', async () => {
    const { deps, actor, contact, workspaceId, inbound, deliver } = await stage(['survey.answered']);
    await inbound('Thank you');
    const asking = { ...deps, surveys: { ...DEFAULT_SURVEYS, publicUrl: 'https://gateway.example' } };
    const { id } = await requestSurvey(asking, {
      actor,
      idempotencyKey: 'k',
      contactId: contact.id,
      language: 'en',
    });
    const survey = (await findSurvey(deps.db, workspaceId, id))!;
    expect(await deliver()).toBe(0);
    await answerByPage(deps, survey, { score: 4, comment: 'Good' });
    await answerByPage(deps, survey, { score: 1, comment: 'Bad' });
    while ((await deliver()) > 0);
    const [{ body } = { body: null }] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(WebhookEvent.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      type: 'survey.answered',
      timestamp: new Date(deps.clock()).toISOString(),
      data: {
        contact: { id: contact.id },
        conversation: { contactId: contact.id },
        survey: { id, status: 'answered', score: 4, scale: 5, comment: 'Good', contactId: contact.id },
      },
    });
  });

  it('tells each step of message and conversation once, in the shape of the contract', async () => {
    const { agent, conversation, deps, deliver, inbound, send, dispatch, status, types, contact } =
      await stage([
        'message.received',
        'message.sent',
        'message.delivered',
        'message.read',
        'conversation.opened',
        'conversation.closed',
        'conversation.assigned',
      ]);
    await inbound('Is it out?');
    await inbound('Is it out?');
    await dispatch(await send('It is.'));
    await status('whatsapp-1', 'delivered');
    await status('whatsapp-1', 'delivered');
    await status('whatsapp-1', 'read');
    await closeConversation(deps, {
      actor: agent,
      conversationId: conversation.id,
      category: 'Solved',
      summary: 'The fix is out',
    });
    while ((await deliver()) > 0);
    expect(types()).toEqual([
      'conversation.assigned',
      'conversation.closed',
      'conversation.opened',
      'message.delivered',
      'message.read',
      'message.received',
      'message.sent',
    ]);
    for (const { body } of receiver.received) expect(WebhookEvent.parse(body)).toEqual(body);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(7);

    const data = (type: string) => receiver.received.find(({ body }) => body.type === type)!.body.data;
    expect(data('message.received')).toMatchObject({
      contact: { id: contact.id, name: 'Grace Hopper' },
      message: { direction: 'inbound', channel: 'whatsapp', content: { text: 'Is it out?' } },
    });
    // As it was then, though it was read before the webhook left.
    expect(data('message.sent')).toMatchObject({ message: { status: 'sent', deliveredAt: null } });
    expect(data('conversation.opened')).toMatchObject({
      conversation: { status: 'open', assignee: null },
      previous: { status: 'closed' },
    });
    expect(data('conversation.assigned')).toMatchObject({
      conversation: { assignee: { name: 'Ada' } },
      previous: { assignee: null },
    });
    expect(data('conversation.closed')).toMatchObject({
      conversation: { status: 'closed', closing: { category: 'Solved', by: { name: 'Ada' } } },
    });
  });

  it('says why a message failed', async () => {
    const { adapter, deliver, dispatch, send } = await stage(['message.failed']);
    adapter.answer(rejected('recipient_unreachable'));
    await dispatch(await send());
    await deliver();
    expect(receiver.received[0]!.body.data).toMatchObject({
      message: { status: 'failed', failure: { reason: 'recipient_unreachable' } },
    });
  });

  it('is not written for types that nobody asked for, nor for history that is imported', async () => {
    const { db, inbound, list, make, workspaceId } = await stage(['message.read', 'conversation.opened']);
    await db.transaction().execute(async (tx) => {
      await sql`select set_config('outbound_composer.import', 'on', true)`.execute(tx);
      const contact = await make.contact(workspaceId);
      await tx
        .insertInto('conversation')
        .values({
          workspace_id: workspaceId,
          id: crypto.randomUUID(),
          contact_id: contact.id,
          status: 'open',
          last_activity_at: new Date(),
        })
        .execute();
    });
    expect(await list()).toEqual([]);
    await inbound('Hello');
    expect((await list()).map(({ type }) => type)).toEqual(['conversation.opened']);
  });

  it('belongs to the change: one that is rolled back leaves none', async () => {
    const { db, conversation, list } = await stage(['conversation.closed', 'conversation.opened']);
    const change = db.transaction().execute(async (tx) => {
      await tx
        .updateTable('conversation')
        .set({ status: 'open' })
        .where('id', '=', conversation.id)
        .execute();
      throw new Error('changed my mind');
    });
    await expect(change).rejects.toThrow('changed my mind');
    expect(await list()).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  it('is tried again later and later with the same id and body, and then is dead', async () => {
    const { clock, deliver, inbound, list } = await stage(['message.received']);
    receiver.status = 500;
    await inbound('Hello');
    const waits: number[] = [];
    for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
      expect(await deliver()).toBe(1);
      const [delivery] = await list();
      expect(delivery).toMatchObject({ attempts: attempt, lastStatus: 500, lastError: 'It answered 500.' });
      if (delivery!.nextAttemptAt === null) break;
      expect(await deliver()).toBe(0);
      waits.push(Date.parse(delivery!.nextAttemptAt) - clock());
      clock.set(Date.parse(delivery!.nextAttemptAt));
    }
    expect(waits).toHaveLength(MAX_TRIES - 1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(await list({ status: 'dead' })).toHaveLength(1);
    clock.advance(30 * DAY);
    expect(await deliver()).toBe(0);
    expect(receiver.received).toHaveLength(MAX_TRIES);
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('waits at least as long as the receiver asks', async () => {
    const { clock, deliver, inbound, list } = await stage(['message.received']);
    receiver.status = 429;
    receiver.headers = { 'retry-after': '3600' };
    await inbound('Hello');
    await deliver();
    const [delivery] = await list();
    expect(Date.parse(delivery!.nextAttemptAt!) - clock()).toBe(HOUR);
  });

  it('is not helped by a redirect', async () => {
    const { deliver, inbound, list } = await stage(['message.received']);
    receiver.status = 307;
    receiver.headers = { location: `${receiver.origin}/elsewhere` };
    await inbound('Hello');
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect((await list())[0]).toMatchObject({ status: 'pending', lastStatus: 307 });
  });

  it('can be replayed when it is dead, one by one or all at once', async () => {
    const { actor, clock, db, deliver, deps, inbound, list } = await stage(['message.received']);
    await inbound('One', 'in-1');
    await inbound('Two', 'in-2');
    await inbound('Three', 'in-3');
    await db
      .updateTable('webhook_delivery')
      .set({ tries: MAX_TRIES - 1 })
      .execute();
    receiver.status = 503;
    expect(await deliver()).toBe(3);
    const dead = await list({ status: 'dead' });
    expect(dead).toHaveLength(3);

    receiver.status = 204;
    clock.advance(MINUTE);
    expect(await replayDelivery(deps, { actor, id: dead[0]!.id })).toMatchObject({ status: 'pending' });
    expect(await deliver()).toBe(1);
    expect(await list({ status: 'delivered' })).toHaveLength(1);
    expect(await replayDead(deps, { actor, subscriptionId: undefined })).toEqual({ replayed: 2 });
    expect(await deliver()).toBe(2);
    expect(await list({ status: 'delivered' })).toHaveLength(3);
    expect(receiver.received).toHaveLength(6);
  });

  it('comes back when the process that had it in hands dies', async () => {
    const { clock, db, deliver, inbound, list, subscription, workspaceId } = await stage([
      'message.received',
    ]);
    await inbound('Hello');
    const at = new Date(clock());
    const leaseUntil = new Date(clock() + MINUTE);
    const claim = { workspaceId, subscriptionId: subscription.id, at, leaseUntil, limit: 10 };
    expect(await claimDeliveries(db, claim)).toHaveLength(1);
    expect(await deliver()).toBe(0);
    clock.advance(MINUTE);
    expect(await deliver()).toBe(1);
    expect((await list())[0]).toMatchObject({ status: 'delivered', attempts: 2 });
  });
});

describe('a subscription', () => {
  it('whose receiver is gone is disabled, and what waits can be replayed', async () => {
    const { actor, deliver, deps, inbound, list, subscription } = await stage(['message.received']);
    receiver.status = 410;
    await inbound('One', 'in-1');
    await deliver();
    expect(await getSubscription(deps, { actor, id: subscription.id })).toMatchObject({
      disabled_reason: 'gone',
    });
    expect(await list({ status: 'dead' })).toHaveLength(1);
    await inbound('Two', 'in-2');
    expect(await list()).toHaveLength(1);
  });

  it('that nothing gets through to for five days is disabled', async () => {
    const { actor, clock, deliver, deps, inbound, subscription } = await stage(['message.received']);
    const state = async () => {
      const { disabled_reason, failing_since } = await getSubscription(deps, { actor, id: subscription.id });
      return { disabled_reason, failing: failing_since !== null };
    };
    receiver.status = 500;
    await inbound('One', 'in-1');
    await deliver();
    receiver.status = 204;
    clock.advance(HOUR);
    await deliver();
    expect(await state()).toEqual({ disabled_reason: null, failing: false });
    receiver.status = 500;
    await inbound('Two', 'in-2');
    await deliver();
    clock.advance(5 * DAY - 1);
    await deliver();
    expect(await state()).toEqual({ disabled_reason: null, failing: true });
    await inbound('Three', 'in-3');
    clock.advance(1);
    await deliver();
    expect(await state()).toEqual({ disabled_reason: 'failing', failing: true });
  });
});
