import type { SendMessage } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, FakeGateway, problem } from './support/gateway.js';
import { located, runNode } from './support/node.js';
import { checked, decision, id, sendResult } from './support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const check = { resource: 'eligibility', operation: 'check', contact: located('id', '={{ $json.id }}') };
const send = {
  resource: 'message',
  operation: 'send',
  contact: located('id', '={{ $json.id }}'),
  text: '={{ $json.text }}',
};
const item = { id: id(1), text: 'Hello' };

/** Message and description of the error that a run ended with. */
function words(error: unknown) {
  const { message, description, httpCode, name } = error as Record<string, unknown>;
  return { message, description, httpCode, name };
}

describe('what stands between the node and the gateway', () => {
  it('says which address does not answer, and that trying again is safe', async () => {
    const gone = await FakeGateway.start();
    const { url } = gone;
    await gone.stop();
    const { error } = await runNode(gateway, send, [item], { url });

    expect(words(error)).toMatchObject({
      name: 'NodeApiError',
      message: `The gateway at ${url} did not answer`,
      description: expect.stringMatching(/refused the connection.*Gateway URL.*Nothing is sent twice/),
    });
  });

  it('says that an API key is not known', async () => {
    const { error } = await runNode(gateway, send, [item], { apiKey: 'wrong' });
    expect(words(error)).toMatchObject({
      message: 'This API key is not known here.',
      description: expect.stringContaining('gateway keys create'),
      httpCode: '401',
    });
  });

  it.each<{ name: string; answer: Answer; message: string; remedy: string; httpCode: string }>([
    {
      name: 'a broken gateway',
      answer: problem('internal', 'Something broke on our side.'),
      message: 'Something broke on our side.',
      remedy: 'nothing is sent twice',
      httpCode: '500',
    },
    {
      name: 'a gateway that is stopping',
      answer: problem('unavailable', 'The gateway is stopping.'),
      message: 'The gateway is stopping.',
      remedy: 'Retry On Fail',
      httpCode: '503',
    },
    {
      name: 'a web page in the place of the gateway',
      answer: { status: 200, body: '<html>Welcome</html>' },
      message: 'Expected an answer of the gateway, got HTTP 200 without a problem code.',
      remedy: 'Gateway URL',
      httpCode: '200',
    },
    {
      name: 'a gateway that has moved, without handing the key to the new address',
      answer: { status: 307, body: '', headers: { location: 'http://127.0.0.1:9/' } },
      message: 'Expected an answer of the gateway, got HTTP 307 without a problem code.',
      remedy: 'Gateway URL',
      httpCode: '307',
    },
    {
      name: 'a proxy that answers instead',
      answer: { status: 502, body: '<html>Bad Gateway</html>' },
      message: 'Expected an answer of the gateway, got HTTP 502 without a problem code.',
      remedy: 'proxy in front of the gateway',
      httpCode: '502',
    },
  ])('explains $name', async ({ answer, message, remedy, httpCode }) => {
    gateway.on('sendMessage', () => answer);
    const { error } = await runNode(gateway, send, [item]);
    expect(words(error)).toMatchObject({
      name: 'NodeApiError',
      message,
      description: expect.stringContaining(remedy),
      httpCode,
    });
  });

  it('waits and asks again where the gateway says when, with the same key', async () => {
    let asked = 0;
    gateway.on('sendMessage', () =>
      ++asked < 3
        ? problem('rate_limited', 'Too many requests.', {}, { 'retry-after': '0' })
        : { status: 202, body: sendResult() },
    );
    const { outputs } = await runNode(gateway, send, [item]);

    expect(outputs[0]).toHaveLength(1);
    expect(asked).toBe(3);
    expect(new Set(gateway.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('gives up on a gateway that goes on asking it to wait, and says what to set', async () => {
    gateway.on('sendMessage', () =>
      problem('rate_limited', 'Too many requests.', {}, { 'retry-after': '0' }),
    );
    const { error } = await runNode(gateway, send, [item]);
    expect(words(error)).toMatchObject({
      message: 'Too many requests.',
      description: expect.stringContaining('Batch Size'),
      httpCode: '429',
    });
    expect(gateway.asked).toHaveLength(6);
  });

  it('accepts a Gateway URL with spaces and slashes around it', async () => {
    gateway.on('sendMessage', () => ({ status: 202, body: sendResult() }));
    const { outputs } = await runNode(gateway, send, [item], { url: ` ${gateway.url}// ` });
    expect(outputs[0]).toHaveLength(1);
  });
});

describe('what the gateway refuses', () => {
  const field = (name: string, message: string, expected?: string) => ({
    errors: [{ field: name, message, ...(expected ? { expected } : {}) }],
  });

  it.each<{ answer: Answer; message: string; remedy: string }>([
    {
      answer: problem('contact_not_found', 'There is no contact with this e-mail address.'),
      message: 'Contact was not found',
      remedy: 'There is no contact with this e-mail address. The contact may have been deleted or merged.',
    },
    {
      answer: problem(
        'template_not_found',
        'There is no such template.',
        field('content.templateId', 'is unknown'),
      ),
      message: 'Template was not found',
      remedy: 'Choose the template from the list',
    },
    {
      answer: problem(
        'text_too_long',
        'The text is too long.',
        field('content.text', 'has 5000 characters', 'at most 4096 characters'),
      ),
      message: 'Text has 5000 characters',
      remedy: 'Expected at most 4096 characters. The text is too long. Shorten the text',
    },
    {
      answer: problem(
        'variable_missing',
        'A variable has no value.',
        field('content.variables.first_name', 'has no value'),
      ),
      message: 'Template Variables > first_name has no value',
      remedy: 'Fill in every variable',
    },
    {
      answer: problem('template_not_approved', 'WhatsApp has not approved this template.'),
      message: 'WhatsApp has not approved this template.',
      remedy: 'choose another one',
    },
    {
      answer: problem('unknown_channel', 'There is no such channel.', field('channel', 'is unknown')),
      message: 'Channel is unknown',
      remedy: 'There is no such channel.',
    },
  ])('is told in the words of the editor: $message', async ({ answer, message, remedy }) => {
    gateway.on('sendMessage', () => answer);
    const { error } = await runNode(gateway, send, [item]);
    expect(words(error)).toMatchObject({ message, description: expect.stringContaining(remedy) });
  });
});

describe('a batch with something wrong in it', () => {
  const items = [item, { id: id(2), text: '' }, { id: id(3), text: 'Hello' }];

  it('sends nothing at all where a late item has an empty text', async () => {
    const { error } = await runNode(gateway, send, items);
    expect(words(error)).toMatchObject({ name: 'NodeOperationError', message: 'Text is empty' });
    expect(error).toMatchObject({ context: { itemIndex: 1 } });
    expect(gateway.asked).toEqual([]);
  });

  it('sends the others with Continue', async () => {
    gateway.on('sendMessage', () => ({ status: 202, body: sendResult() }));
    const { outputs, error } = await runNode(gateway, send, items, {
      settings: { onError: 'continueRegularOutput' },
    });
    expect(error).toBeUndefined();
    expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(outputs[1]).toMatchObject([{ json: { error: 'Text is empty' }, pairedItem: { item: 1 } }]);
  });

  it('gives failed items their own output, apart from what is not eligible', async () => {
    gateway.on('sendMessage', ({ body }) => {
      const { contact } = body as SendMessage;
      if (contact === id(3)) return problem('contact_not_found', 'There is no such contact.');
      const blocked = decision({ verdict: 'blocked', ways: [], reason: 'opted_out' });
      return problem('not_eligible', 'The customer opted out.', { decision: blocked, alternatives: [] });
    });
    const { outputs } = await runNode(gateway, send, items, { settings: { onError: 'continueErrorOutput' } });

    expect(outputs.map((one) => one.length)).toEqual([0, 1, 2]);
    expect(outputs[1]?.[0]?.json.reason).toBe('opted_out');
    expect(outputs[2]?.map(({ json }) => [json.id, json.error])).toEqual([
      [id(2), 'Text is empty'],
      [id(3), 'Contact was not found'],
    ]);
  });

  it('fails every item of a check with Continue where the gateway is down, and ends none of the run', async () => {
    gateway.on('checkEligibility', () => ({ status: 502, body: '<html>Bad Gateway</html>' }));
    const { outputs, error } = await runNode(gateway, check, [{ id: id(1) }, { id: id(2) }], {
      settings: { onError: 'continueRegularOutput' },
    });
    expect(error).toBeUndefined();
    expect(outputs[0]).toEqual([]);
    expect(outputs[1]?.map(({ json }) => json.error)).toEqual([
      'Expected an answer of the gateway, got HTTP 502 without a problem code.',
      'Expected an answer of the gateway, got HTTP 502 without a problem code.',
    ]);
  });

  it('checks 10,000 items with ten requests', async () => {
    gateway.on('checkEligibility', ({ body }) => ({
      status: 200,
      body: {
        items: (body as { items: { contact: string }[] }).items.map(({ contact }) =>
          checked(contact, decision()),
        ),
      },
    }));
    const many = Array.from({ length: 10_000 }, (_, index) => ({ id: id(index + 1) }));
    const { outputs } = await runNode(gateway, check, many);

    expect(outputs[0]).toHaveLength(10_000);
    expect(outputs[0]?.[9_999]).toMatchObject({
      json: { contactId: id(10_000) },
      pairedItem: { item: 9_999 },
    });
    expect(gateway.asked).toHaveLength(10);
  }, 120_000);
});
