import type { SendSurvey } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { id, survey } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const keys = () => gateway.asked.map(({ headers }) => headers['idempotency-key']);

describe('sending surveys', () => {
  const send = { resource: 'csat', operation: 'send', contact: located('email', '={{ $json.email }}') };

  it('asks each customer, and tells apart who was asked and who may not be, with the reason', async () => {
    gateway.on('sendSurvey', ({ body }) => ({
      status: 202,
      body:
        (body as SendSurvey).contact === 'email:ada@example.com'
          ? survey()
          : survey({
              id: id(401),
              status: 'not_sent',
              reason: { code: 'cooldown', message: 'This contact was asked 2 days ago.' },
            }),
    }));
    const { outputs, error } = await runNode(gateway, { ...send, question: '={{ $json.question }}' }, [
      { email: 'ada@example.com', question: 'All well?' },
      { email: 'grace@example.com' },
    ]);

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject([
      [{ json: { surveyId: id(400), status: 'sending', reason: null }, pairedItem: { item: 0 } }],
      [
        {
          json: {
            contact: 'email:grace@example.com',
            surveyId: id(401),
            status: 'not_sent',
            reason: 'cooldown',
            explanation: 'This contact was asked 2 days ago.',
          },
          pairedItem: { item: 1 },
        },
      ],
    ]);
    expect(new Set(gateway.asked.map(({ body }) => body))).toEqual(
      new Set([
        { contact: 'email:ada@example.com', question: 'All well?' },
        { contact: 'email:grace@example.com' },
      ]),
    );
  });

  it('asks once where n8n runs the node again, and anew in another execution', async () => {
    gateway.on('sendSurvey', () => problem('internal', 'Something broke.'));
    const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
    const input = [{ email: 'ada@example.com' }];
    await runNode(gateway, send, input, { settings });
    await runNode(gateway, send, input, { executionId: '2' });

    const [first, again, other] = keys();
    expect(first).toBeTruthy();
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(keys()).toHaveLength(3);
  });

  it('gives two items their own keys, also where they name the same customer', async () => {
    gateway.on('sendSurvey', () => ({ status: 202, body: survey() }));
    await runNode(gateway, send, [{ email: 'ada@example.com' }, { email: 'ada@example.com' }]);
    expect(new Set(keys()).size).toBe(2);
  });

  it('asks nobody where one item names nobody', async () => {
    const { error } = await runNode(gateway, send, [{ email: 'ada@example.com' }, {}]);
    expect(error).toMatchObject({ message: 'Contact is empty', context: { itemIndex: 1 } });
    expect(gateway.asked).toEqual([]);
  });

  it('names a question that is too long before anybody is asked', async () => {
    const { error } = await runNode(gateway, { ...send, question: 'a'.repeat(301) }, [
      { email: 'ada@example.com' },
    ]);
    expect(error?.message).toBe('Question is longer than 300 characters');
    expect(gateway.asked).toEqual([]);
  });

  it('goes on past a customer whom the gateway does not know, where the node is set to continue', async () => {
    gateway.on('sendSurvey', ({ body }) =>
      (body as SendSurvey).contact === 'email:ada@example.com'
        ? { status: 202, body: survey() }
        : problem('contact_not_found', 'There is no such contact.'),
    );
    const { outputs } = await runNode(
      gateway,
      send,
      [{ email: 'nobody@example.com' }, { email: 'ada@example.com' }],
      { settings: { onError: 'continueRegularOutput' } },
    );
    expect(outputs[0]).toMatchObject([{ json: { surveyId: id(400) }, pairedItem: { item: 1 } }]);
    expect(outputs[1]).toMatchObject([{ json: { error: 'Contact was not found' }, pairedItem: { item: 0 } }]);
  });
});

describe('listing answers', () => {
  const getAll = { resource: 'csat', operation: 'getAll' };

  /** Gives out so many answers, in pages of the size that was asked for. */
  function answers(count: number) {
    gateway.on('listSurveys', ({ query }) => {
      const start = Number(query.get('cursor') ?? 0);
      const end = Math.min(count, start + Number(query.get('limit')));
      const items = Array.from({ length: end - start }, (_, position) =>
        survey({ id: id(start + position + 1), status: 'answered', score: 4, comment: 'Quick!' }),
      );
      return { status: 200, body: { items, nextCursor: end < count ? String(end) : null } };
    });
  }

  it('gives out each answer with its score and comment, linked to the item that asked', async () => {
    answers(2);
    const { outputs } = await runNode(gateway, getAll);
    expect(outputs).toMatchObject([
      [1, 2].map((number) => ({
        json: { surveyId: id(number), score: 4, comment: 'Quick!', agent: { name: 'Grace' } },
        pairedItem: { item: 0 },
      })),
    ]);
    expect(gateway.asked[0]?.query.get('status')).toBe('answered');
    expect(gateway.asked[0]?.query.has('answeredFrom')).toBe(false);
  });

  it('asks for no more than the limit, and for all pages where all are wanted', async () => {
    answers(450);
    const some = await runNode(gateway, { ...getAll, limit: 250 });
    expect(some.outputs[0]).toHaveLength(250);
    expect(gateway.asked.map(({ query }) => query.get('limit'))).toEqual(['200', '50']);
    const all = await runNode(gateway, { ...getAll, returnAll: true });
    expect(new Set(all.outputs[0]?.map(({ json }) => json.surveyId)).size).toBe(450);
  });

  it.each([
    ['2026-11-24T09:30:00+01:00', '2026-11-24T08:30:00.000Z'],
    ['2026-11-24T09:30:00Z', '2026-11-24T09:30:00.000Z'],
    ['2026-11-24 09:30:00Z', '2026-11-24T09:30:00.000Z'],
    // Without an offset: as the editor's picker writes it, in the workflow's time zone (here n8n's default).
    ['2026-11-24T09:30:00', '2026-11-24T14:30:00.000Z'],
  ])('takes the time %s as the start', async (since, asked) => {
    answers(1);
    await runNode(gateway, { ...getAll, since: '={{ $json.since }}' }, [{ since }]);
    expect(gateway.asked[0]?.query.get('answeredFrom')).toBe(asked);
  });

  it.each([
    'yesterday',
    '2026-13-01T00:00:00Z',
    // An expression in an item's data is data, and is not evaluated.
    "2026') + $now + ('",
    "') }}{{ $now.toISO() }}{{ ('",
  ])('says what is wrong with the time %s', async (since) => {
    const { error } = await runNode(gateway, { ...getAll, since: '={{ $json.since }}' }, [{ since }]);
    expect(error?.message).toBe('Answered Since is not a time');
    expect(gateway.asked).toEqual([]);
  });
});
