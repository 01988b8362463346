import { randomUUID } from 'node:crypto';
import type {
  CreateWebhookSubscription,
  Survey,
  WebhookSubscription,
} from '@outbound-composer/core/contract';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeGateway } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { contact, conversation, id, survey } from '../../support/samples.js';
import { WaitingExecution } from '../../support/waiting.js';

const ASKED: Partial<Survey> = { status: 'sent', expiresAt: '2999-01-01T00:00:00.000Z' };
const ANSWERED: Partial<Survey> = { ...ASKED, status: 'answered', score: 5, comment: 'Quick!' };
const parameters = {
  resource: 'csat',
  operation: 'sendAndWait',
  contact: located('email', '={{ $json.email }}'),
  limitWaitTime: 2,
};

let gateway: FakeGateway;
/** As the gateway has it now. */
let current: Survey;
const subscriptions = new Map<string, WebhookSubscription & { secret: string }>();

beforeAll(async () => {
  gateway = await FakeGateway.start();
});
beforeEach(() => {
  subscriptions.clear();
  current = survey(ASKED);
  gateway.on('sendSurvey', () => ({ status: 202, body: current }));
  gateway.on('getSurvey', () => ({ status: 200, body: current }));
  gateway.on('listWebhookSubscriptions', () => ({
    status: 200,
    body: { items: [...subscriptions.values()].map(({ secret: _, ...shown }) => shown) },
  }));
  gateway.on('createWebhookSubscription', ({ body }) => {
    const { url, events, secret = '' } = body as CreateWebhookSubscription;
    return { status: 201, body: subscribed({ url, events, secret }) };
  });
  gateway.on('deleteWebhookSubscription', ({ params }) => {
    subscriptions.delete(params.id ?? '');
    return { status: 200, body: { id: params.id } };
  });
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

function subscribed(over: Pick<WebhookSubscription, 'url' | 'events'> & { secret: string }) {
  const made = {
    id: randomUUID(),
    windowClosingHours: 2,
    createdAt: '2026-11-24T09:30:00.000Z',
    enabled: true,
    failingSince: null,
    disabledAt: null,
    disabledReason: null,
    ...over,
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

async function begin() {
  const { run, ...outcome } = await runNode(gateway, parameters, [{ email: 'ada@example.com' }]);
  return { run, outcome, waiting: new WaitingExecution(gateway, parameters, run.data) };
}

/** The gateway's webhook, signed as it signs. */
function answered(about: Partial<Survey> = {}, secret = only().secret) {
  const event = {
    id: id(990),
    type: 'survey.answered',
    timestamp: '2026-11-24T09:40:00.000Z',
    workspace: { id: id(1000), name: 'Test' },
    data: { contact: contact(), conversation: conversation(), survey: survey({ ...ANSWERED, ...about }) },
  };
  const body = JSON.stringify(event);
  const at = new Date();
  const headers = {
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(event.id, at, body),
  };
  return [only().url, headers, body] as const;
}

describe('sending a survey and waiting for the answer', () => {
  it('waits, and goes on with the score when the gateway tells of the answer', async () => {
    const before = Date.now();
    const { run, waiting } = await begin();
    expect(run.status).toBe('waiting');
    const wait = Number(run.waitTill) - before;
    expect(wait).toBeGreaterThanOrEqual(2 * 3_600_000);
    expect(wait).toBeLessThan(3 * 3_600_000);
    expect(only().events).toEqual(['survey.answered']);

    const { status, resumed } = await waiting.deliver(...answered());
    expect(status).toBe(200);
    expect(resumed?.outputs).toMatchObject([
      [{ json: { surveyId: id(400), score: 5, comment: 'Quick!' }, pairedItem: { item: 0 } }],
      [],
    ]);
    expect(subscriptions.size).toBe(0);
  });

  it('waits on where another survey was answered', async () => {
    const { waiting } = await begin();
    expect(await waiting.deliver(...answered({ id: id(401) }))).toEqual({ status: 200, resumed: null });
    expect(subscriptions.size).toBe(1);
  });

  it('refuses an answer that the gateway did not sign', async () => {
    const { waiting } = await begin();
    const forged = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(await waiting.deliver(...answered({}, forged))).toEqual({ status: 401, resumed: null });
  });

  it('says that there was no answer when the time is up, and removes what is left when it waits again', async () => {
    const { waiting } = await begin();
    const { outputs } = await waiting.expire();
    expect(outputs).toMatchObject([
      [],
      [{ json: { surveyId: id(400), reason: 'no_answer' }, pairedItem: { item: 0 } }],
    ]);

    const lapsed = only();
    const url = new URL(lapsed.url);
    url.searchParams.set('until', '1');
    subscriptions.set(lapsed.id, { ...lapsed, url: url.href });
    subscribed({ url: 'https://other.example/webhook?until=1', events: ['message.read'], secret: 'x' });
    await begin();
    expect(subscriptions.has(lapsed.id)).toBe(false);
    expect(subscriptions.size).toBe(2);
  });

  it('waits no longer than the survey can be answered', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    current = survey({ ...ASKED, expiresAt });
    const { run } = await begin();
    expect(new Date(Number(run.waitTill)).toISOString()).toBe(expiresAt);
  });

  it('does not wait for an answer that came before there was a subscription', async () => {
    gateway.on('getSurvey', () => ({ status: 200, body: survey(ANSWERED) }));
    const { run, outcome } = await begin();
    expect(run.status).toBe('success');
    expect(outcome.outputs).toMatchObject([[{ json: { score: 5 } }], []]);
    expect(subscriptions.size).toBe(0);
  });

  it('does not wait for a customer who may not be asked', async () => {
    current = survey({ status: 'not_sent', reason: { code: 'opted_out', message: 'Opted out.' } });
    const { run, outcome } = await begin();
    expect(run.status).toBe('success');
    expect(outcome.outputs).toMatchObject([[], [{ json: { reason: 'opted_out' } }]]);
    expect(subscriptions.size).toBe(0);
  });

  it('asks nobody where it is given several items', async () => {
    const items = [{ email: 'ada@example.com' }, { email: 'grace@example.com' }];
    const { error } = await runNode(gateway, parameters, items);
    expect(error?.message).toBe('Operation waits for one customer at a time and got several items');
    expect(gateway.asked).toEqual([]);
  });
});
