import { randomBytes, randomUUID } from 'node:crypto';
import {
  type CreateWebhookSubscription,
  type UpdateWebhookSubscription,
  WEBHOOK_EVENT_TYPES,
  type WebhookEvent,
  type WebhookSubscription,
} from '@outbound-composer/core/contract';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../support/gateway.js';
import { contact, conversation, id, message } from '../support/samples.js';
import { TriggerHost } from '../support/trigger.js';

let gateway: FakeGateway;
let host: TriggerHost;
/** What the gateway has, with its secrets. */
const subscriptions = new Map<string, WebhookSubscription & { secret: string }>();

beforeAll(async () => {
  gateway = await FakeGateway.start();
});
beforeEach(async () => {
  subscriptions.clear();
  keepSubscriptions();
  host = await TriggerHost.start(gateway.url, { events: ['message.received'] });
});
afterEach(async () => {
  await host.stop();
  gateway.reset();
});
afterAll(() => gateway.stop());

function keepSubscriptions() {
  const gone = problem('webhook_subscription_not_found', 'There is no such subscription.');
  const shown = ({ secret: _, ...rest }: WebhookSubscription & { secret: string }) => rest;
  gateway.on('listWebhookSubscriptions', () => ({
    status: 200,
    body: { items: [...subscriptions.values()].map(shown) },
  }));
  gateway.on('createWebhookSubscription', ({ body }) => {
    const { url, events, windowClosingHours = 2 } = body as CreateWebhookSubscription;
    const created = subscription({ url, events, windowClosingHours });
    return { status: 201, body: created };
  });
  gateway.on('updateWebhookSubscription', ({ params, body }) => {
    const before = subscriptions.get(params.id ?? '');
    if (before === undefined) return gone;
    const after = { ...before, ...(body as UpdateWebhookSubscription) } as typeof before;
    subscriptions.set(after.id, after);
    return { status: 200, body: shown(after) };
  });
  gateway.on('deleteWebhookSubscription', ({ params }) =>
    subscriptions.delete(params.id ?? '') ? { status: 200, body: { id: params.id } } : gone,
  );
}

function subscription(over: Partial<WebhookSubscription>) {
  const made = {
    id: randomUUID(),
    url: host.url(),
    events: ['message.received'] as WebhookSubscription['events'],
    windowClosingHours: 2,
    createdAt: '2026-11-24T09:30:00.000Z',
    enabled: true,
    failingSince: null,
    disabledAt: null,
    disabledReason: null,
    ...over,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
  };
  subscriptions.set(made.id, made);
  return made;
}

function only() {
  const [one, ...others] = subscriptions.values();
  if (one === undefined || others.length > 0)
    throw new Error(`Expected one subscription, got ${subscriptions.size}`);
  return one;
}
const routes = () => gateway.asked.map(({ route }) => route);

describe('a workflow that is activated', () => {
  it('subscribes its address to the events that were chosen', async () => {
    host.parameters = { events: ['message.received', 'conversation.closed'] };
    await host.activate();
    expect(only()).toMatchObject({ url: host.url(), events: ['message.received', 'conversation.closed'] });
    expect(gateway.asked.at(-1)?.body).not.toHaveProperty('windowClosingHours');
  });

  it('offers every event that the gateway tells', async () => {
    host.parameters = { events: [...WEBHOOK_EVENT_TYPES], windowClosingHours: 2 };
    await host.activate();
    expect(only().events).toEqual([...WEBHOOK_EVENT_TYPES]);
  });

  it('says how long before a window closes it wants to know', async () => {
    host.parameters = { events: ['window.closing'], windowClosingHours: 3 };
    await host.activate();
    expect(only().windowClosingHours).toBe(3);
  });

  it('keeps the subscription that is there, also after a restart of n8n', async () => {
    await host.activate();
    const { id: before } = only();
    await host.activate();
    expect(only().id).toBe(before);
    expect(routes()).toEqual([
      'listWebhookSubscriptions',
      'listWebhookSubscriptions',
      'createWebhookSubscription',
      'listWebhookSubscriptions',
    ]);
  });

  it('brings the subscription up to date where other events or hours were chosen, and keeps its secret', async () => {
    await host.activate();
    const { id: before } = only();
    host.parameters = { events: ['window.closing'], windowClosingHours: 6 };
    await host.activate();
    expect(only()).toMatchObject({ id: before, events: ['window.closing'], windowClosingHours: 6 });
    await deliver(received());
    expect(host.started).toHaveLength(1);
  });

  it('enables a subscription again that the gateway had given up', async () => {
    await host.activate();
    subscriptions.set(only().id, { ...only(), enabled: false, disabledReason: 'failing' });
    await host.activate();
    expect(only().enabled).toBe(true);
  });

  it('subscribes again where the gateway lost the subscription', async () => {
    await host.activate();
    subscriptions.clear();
    await host.activate();
    await deliver(received());
    expect(host.started).toHaveLength(1);
  });

  it('replaces a subscription to its address whose secret n8n has lost', async () => {
    await host.activate();
    const { id: before } = only();
    host.staticData = {};
    await host.activate();
    expect(only().id).not.toBe(before);
  });

  it('leaves the subscription alone of the workflow that it is a copy of', async () => {
    const original = subscription({ url: 'https://n8n.example.com/webhook/original' });
    host.staticData = { 'node:Trigger': { subscriptionId: original.id, secret: original.secret } };
    await host.activate();
    expect([...subscriptions.values()].map(({ url }) => url)).toEqual([original.url, host.url()]);
    await host.call('delete');
    expect([...subscriptions.keys()]).toEqual([original.id]);
  });

  it('subscribes the address for tests while the editor waits, beside the one in use', async () => {
    await host.activate();
    const inUse = host.staticData;
    host.staticData = {};
    await host.activate({ test: true });
    expect([...subscriptions.values()].map(({ url }) => url)).toEqual([host.url(), host.url({ test: true })]);
    await host.call('delete', { test: true });
    host.staticData = inUse;
    expect(only().url).toBe(host.url());
  });

  it.each([
    { parameters: { events: [] }, message: 'Events is empty' },
    { parameters: { events: ['message.lost'] }, message: 'Events has the unknown value "message.lost"' },
    {
      parameters: { events: ['window.closing'], windowClosingHours: 0 },
      message: 'Hours Before Closing is not a number of hours from 0.25 to 168',
    },
  ])('is refused before any request: $message', async ({ parameters, message }) => {
    host.parameters = parameters;
    await expect(host.activate()).rejects.toMatchObject({ message });
    expect(gateway.asked).toEqual([]);
  });

  it('says what to do where the gateway may not call n8n’s address', async () => {
    gateway.on('createWebhookSubscription', () =>
      problem('webhook_url_refused', 'url leads to a private or loopback address'),
    );
    await expect(host.activate()).rejects.toMatchObject({
      message: 'url leads to a private or loopback address',
      description: expect.stringContaining('WEBHOOK_URL'),
    });
  });

  it('fails, rather than never starting, where the gateway does not answer', async () => {
    gateway.on('listWebhookSubscriptions', () => ({ status: 502, body: '<html>Bad Gateway</html>' }));
    await expect(host.activate()).rejects.toMatchObject({
      message: 'Expected an answer of the gateway, got HTTP 502 without a problem code.',
    });
  });
});

describe('a workflow that is deactivated', () => {
  it('ends its subscription and forgets the secret', async () => {
    await host.activate();
    await host.call('delete');
    expect(subscriptions.size).toBe(0);
    expect(host.staticData['node:Trigger']).toEqual({});
  });

  it('is content where the subscription is gone already, or never was', async () => {
    expect(await host.call('delete')).toBe(true);
    await host.activate();
    subscriptions.clear();
    expect(await host.call('delete')).toBe(true);
  });

  it('fails and keeps what it knows where the gateway is down, so that the next activation finds it', async () => {
    await host.activate();
    gateway.on('deleteWebhookSubscription', () => ({ status: 502, body: '<html>Bad Gateway</html>' }));
    await expect(host.call('delete')).rejects.toThrow('HTTP 502');
    expect(await host.call('checkExists')).toBe(true);
  });
});

type Event = Exclude<WebhookEvent, { type: 'webhook.test' }>;
const { id: contactId, firstName, lastName, email } = contact();
const base = {
  workspace: { id: id(1), name: 'acme' },
  timestamp: '2026-11-24T09:30:00.000Z',
};
const about = {
  contact: {
    ...{ id: contactId, firstName, lastName, name: 'Ada Lovelace', email, phone: null, source: null },
    ...{ externalId: null, country: 'GB', language: 'en', timeZone: null, lifecycle: null, tags: ['VIP'] },
    customFields: {},
  },
  conversation: conversation(),
};

function received(): Event {
  return {
    ...base,
    id: randomUUID(),
    type: 'message.received',
    data: {
      ...about,
      message: message({
        direction: 'inbound',
        status: 'received',
        content: { kind: 'text', text: 'Is it there yet? 📦' },
      }),
    },
  };
}

interface Tampering {
  readonly secret?: string;
  /** Milliseconds that are added to the signature's time. */
  readonly later?: number;
  /** Changes the body after it was signed. */
  readonly body?: (body: string) => string;
  readonly headers?: Record<string, string>;
}

/** Calls the trigger as the gateway would: signed by the reference library of Standard Webhooks. */
async function deliver(event: WebhookEvent, tampering: Tampering = {}) {
  const { secret = only().secret, later = 0, body = (same) => same, headers = {} } = tampering;
  const text = JSON.stringify(event);
  const at = new Date(Date.now() + later);
  const answer = await fetch(host.url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(event.id, at, text),
      ...headers,
    },
    body: body(text),
  });
  return { status: answer.status, text: await answer.text() };
}

describe('an event of the gateway', () => {
  beforeEach(() => host.activate());

  it('starts the workflow with one item, its ids on top', async () => {
    const event = received();
    expect(await deliver(event)).toMatchObject({ status: 200 });
    expect(host.started).toEqual([
      {
        event: 'message.received',
        eventId: event.id,
        timestamp: event.timestamp,
        contactId: id(1),
        conversationId: id(500),
        messageId: id(900),
        ...event.data,
        workspace: event.workspace,
      },
    ]);
  });

  it('tells what a conversation was before, and which window closes when', async () => {
    const window = {
      identityId: id(7000),
      channel: 'whatsapp' as const,
      channelAccountId: id(8000),
      lastInboundAt: '2026-11-24T09:30:00.000Z',
      closesAt: '2026-11-25T09:30:00.000Z',
      hoursBefore: 2,
    };
    const previous = { status: 'closed' as const, assignee: null };
    await deliver({ ...base, id: randomUUID(), type: 'conversation.opened', data: { ...about, previous } });
    await deliver({ ...base, id: randomUUID(), type: 'window.closing', data: { ...about, window } });
    expect(host.started).toMatchObject([
      { event: 'conversation.opened', messageId: null, previous },
      { event: 'window.closing', contactId: id(1), window },
    ]);
  });

  it('starts nothing when it comes again, however often', async () => {
    const event = received();
    await deliver(event);
    for (const later of [1_000, 60_000])
      expect(await deliver(event, { later })).toMatchObject({ status: 200 });
    expect(host.started).toHaveLength(1);
  });

  it('starts the workflow once when it comes twice at the same time', async () => {
    const event = received();
    await Promise.all([deliver(event), deliver(event), deliver(received())]);
    expect(host.started).toHaveLength(2);
  });

  it('is remembered by another process of n8n that shares the saved data', async () => {
    const event = received();
    await deliver(event);
    const { 'node:Trigger': kept } = host.staticData as Record<string, { seen: string[] }>;
    expect(kept?.seen).toEqual([event.id]);
    host.staticData = { 'node:Trigger': { ...kept, seen: ['another-event'] } };
    await deliver({ ...event, id: 'another-event' });
    expect(host.started).toHaveLength(1);
  });

  it('is remembered among the last 500, so that what is saved stays small', async () => {
    const ids = Array.from({ length: 600 }, (_, number) => `event-${number}`);
    const { 'node:Trigger': kept } = host.staticData as Record<string, object>;
    host.staticData = { 'node:Trigger': { ...kept, seen: ids } };
    await deliver(received());
    const { 'node:Trigger': after } = host.staticData as Record<string, { seen: string[] }>;
    expect(after?.seen).toHaveLength(500);
  });

  it('is no reason to start when the gateway only tests the address', async () => {
    const test: WebhookEvent = {
      ...base,
      id: randomUUID(),
      type: 'webhook.test',
      data: { subscriptionId: only().id },
    };
    expect(await deliver(test)).toMatchObject({ status: 200 });
    expect(host.started).toEqual([]);
  });
});

describe('a call that is not the gateway’s', () => {
  beforeEach(() => host.activate());
  const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

  it.each<{ what: string } & Tampering & { says: string }>([
    { what: 'another secret', secret: otherSecret, says: 'Its signature does not fit the body.' },
    {
      what: 'a changed body',
      body: (text) => text.replace('Is it', 'Was it'),
      says: 'Its signature does not fit the body.',
    },
    {
      what: 'the same JSON in other bytes',
      body: (text) => JSON.stringify(JSON.parse(text), null, 1),
      says: 'Its signature does not fit the body.',
    },
    {
      what: 'another id, to pass for a new event',
      headers: { 'webhook-id': 'another' },
      says: 'Its signature does not fit the body.',
    },
    { what: 'a time long ago', later: -301_000, says: 'It was signed more than 5 minutes ago' },
    { what: 'a time far ahead', later: 302_000, says: 'It was signed more than 5 minutes ago' },
    {
      what: 'a time that is none',
      headers: { 'webhook-timestamp': 'now' },
      says: 'Its time is not a number of seconds.',
    },
    { what: 'no signature', headers: { 'webhook-signature': '' }, says: 'It is not signed.' },
    {
      what: 'a signature of another kind',
      headers: { 'webhook-signature': 'v1a,AAAA v2,AAAA' },
      says: 'Its signature does not fit the body.',
    },
    {
      what: 'a signature that is too short',
      headers: { 'webhook-signature': 'v1,AAAA' },
      says: 'Its signature does not fit the body.',
    },
  ])('starts nothing and is answered 401: $what', async ({ says, ...tampering }) => {
    const answer = await deliver(received(), tampering);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain(says);
    expect(host.started).toEqual([]);
  });

  it('is no event that came already: the true one still starts the workflow', async () => {
    const event = received();
    await deliver(event, { secret: otherSecret });
    await deliver(event);
    expect(host.started).toHaveLength(1);
  });

  it('is let in beside an unknown signature, as while a secret is changed', async () => {
    const event = received();
    const at = new Date();
    const right = new Webhook(only().secret).sign(event.id, at, JSON.stringify(event));
    const wrong = new Webhook(otherSecret).sign(event.id, at, JSON.stringify(event));
    const headers = {
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': `${wrong} ${right}`,
    };
    expect((await deliver(event, { headers })).status).toBe(200);
    expect(host.started).toHaveLength(1);
  });

  it('finds nobody where the workflow has no subscription', async () => {
    const { secret } = only();
    host.staticData = {};
    expect((await deliver(received(), { secret })).status).toBe(401);
    expect(host.started).toEqual([]);
  });
});
