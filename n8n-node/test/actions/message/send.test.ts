import type { SendMessage } from '@outbound-composer/core/contract';
import type { IRunExecutionData } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { conversation, decision, id, message, sendResult } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const parameters = {
  resource: 'message',
  operation: 'send',
  contact: located('id', '={{ $json.id }}'),
  text: '={{ $json.text }}',
};
const items = [
  { id: id(1), text: 'Your parcel has been found.' },
  { id: id(2), text: 'The fix is out.' },
];
const bodies = () => gateway.asked.map(({ body }) => body as SendMessage);
const keys = () => gateway.asked.map(({ headers }) => headers['idempotency-key']);

/** Takes every message. */
function takeAll() {
  gateway.on('sendMessage', () => ({ status: 202, body: sendResult() }));
}

describe('sending a follow-up', () => {
  it('sends one message per item and links each result to its item', async () => {
    takeAll();
    const { outputs, error } = await runNode(gateway, parameters, items);

    expect(error).toBeUndefined();
    expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
    expect(outputs[1]).toEqual([]);
    expect(bodies()).toEqual(
      items.map(({ id: contact, text }) => ({
        contact,
        purpose: 'support',
        content: { kind: 'text', text },
      })),
    );
  });

  it('carries the message, its status, the conversation and the verdict on the sent item', async () => {
    const closing = { assignee: { id: id(40), name: 'Grace' }, status: 'open' as const };
    gateway.on('sendMessage', () => ({
      status: 202,
      body: sendResult({
        message: message({ id: id(901), form: 'tag', status: 'queued' }),
        conversation: conversation(closing),
        decision: decision({ channel: 'messenger', ways: [{ form: 'tag', tag: 'HUMAN_AGENT' }] }),
      }),
    }));
    const { outputs } = await runNode(gateway, parameters, items.slice(0, 1));

    expect(outputs[0]?.[0]?.json).toMatchObject({
      contact: id(1),
      messageId: id(901),
      conversationId: id(500),
      eligible: true,
      status: 'queued',
      form: 'tag',
      channel: 'messenger',
      verdict: 'open',
      reason: 'window_open',
      conversation: closing,
      fellBack: false,
    });
  });

  it.each(['support', 'csat', 'vip_update', 'marketing'])('sends for the purpose %s', async (purpose) => {
    takeAll();
    await runNode(gateway, { ...parameters, purpose }, items.slice(0, 1));
    expect(bodies()[0]?.purpose).toBe(purpose);
  });

  it('hands channel, sender account, subject, reopen reason and takeover on', async () => {
    takeAll();
    const options = {
      channelAccountId: id(8000),
      subject: 'Your parcel',
      reopenReason: 'Found it',
      takeOver: true,
    };
    await runNode(gateway, { ...parameters, channel: 'email', options }, items.slice(0, 1));

    expect(bodies()[0]).toMatchObject({
      channel: 'email',
      channelAccountId: id(8000),
      content: { kind: 'text', subject: 'Your parcel' },
      reopenReason: 'Found it',
      takeOver: true,
    });
  });

  it('keeps the order of the messages to one contact while it sends to several at a time', async () => {
    const sent: string[] = [];
    const gates = new Map<string, () => void>();
    gateway.on('sendMessage', async ({ body }) => {
      const { contact, content } = body as SendMessage & { content: { text: string } };
      if (content.text === 'first') {
        // Answered only once the other contact's message is there: the two are under way together.
        await new Promise<void>((resolve) => gates.set(contact, resolve));
      }
      if (content.text === 'other') gates.get(id(1))?.();
      sent.push(content.text);
      return { status: 202, body: sendResult() };
    });
    await runNode(gateway, parameters, [
      { id: id(1), text: 'first' },
      { id: id(1), text: 'second' },
      { id: id(2), text: 'other' },
    ]);

    expect(sent).toEqual(['other', 'first', 'second']);
  });

  it('sends no more at a time than the batch size', async () => {
    let under = 0;
    let most = 0;
    gateway.on('sendMessage', async () => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setImmediate(resolve));
      under--;
      return { status: 202, body: sendResult() };
    });
    const many = Array.from({ length: 12 }, (_, index) => ({ id: id(index + 1), text: 'Hello' }));
    const { outputs } = await runNode(gateway, { ...parameters, options: { batchSize: 3 } }, many);

    expect(outputs[0]).toHaveLength(12);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('sending a template', () => {
  const template = { ...parameters, contentKind: 'template', template: located('list', id(600)) };
  const variables = (value: object) => ({
    mappingMode: 'defineBelow',
    value,
    schema: ['first_name', 'parcel'].map((name) => ({
      id: name,
      displayName: name,
      required: true,
      defaultMatch: false,
      display: true,
      type: 'string',
    })),
  });

  it('fills the variables by their own names, from each item', async () => {
    takeAll();
    const mapped = variables({ first_name: '={{ $json.name }}', parcel: 'A-1' });
    await runNode(gateway, { ...template, variables: mapped }, [
      { id: id(1), name: 'Ada' },
      { id: id(2), name: 'Grace' },
    ]);

    expect(bodies().map(({ content }) => content)).toEqual(
      ['Ada', 'Grace'].map((first_name) => ({
        kind: 'template',
        templateId: id(600),
        variables: { first_name, parcel: 'A-1' },
      })),
    );
  });

  it('takes the variables from the fields of the item where they are mapped automatically', async () => {
    takeAll();
    const automatic = { ...variables({}), mappingMode: 'autoMapInputData', value: null };
    await runNode(gateway, { ...template, variables: automatic }, [
      { id: id(1), first_name: 'Ada', parcel: 'A-1', other: 'x' },
    ]);
    expect(bodies()[0]?.content).toMatchObject({ variables: { first_name: 'Ada', parcel: 'A-1' } });
  });

  it('takes the variables as JSON for a template that an expression chooses', async () => {
    takeAll();
    const json = { template: located('id', '={{ $json.template }}'), variablesAs: 'json' };
    await runNode(gateway, { ...template, ...json, variablesJson: '={"1": "{{ $json.name }}", "2": 7}' }, [
      { id: id(1), template: id(601), name: 'Ada' },
    ]);
    expect(bodies()[0]?.content).toEqual({
      kind: 'template',
      templateId: id(601),
      variables: { 1: 'Ada', 2: '7' },
    });
  });

  it.each([
    {
      field: { variables: variables({ first_name: '={{ $json.name }}', parcel: 'A-1' }) },
      message: 'Template Variables > first_name is empty',
    },
    { field: { template: located('id', '={{ "" }}') }, message: 'Template is empty' },
    {
      field: { variablesAs: 'json', variablesJson: '[1]' },
      message: 'Template Variables is not a JSON object',
    },
    {
      field: { variablesAs: 'json', variablesJson: '={{ ({"1": [7] }) }}' },
      message: 'Template Variables > 1 is not a text',
    },
  ])('refuses a field before anything is sent: $message', async ({ field, message }) => {
    const { error } = await runNode(gateway, { ...template, ...field }, [{ id: id(1) }]);
    expect(error?.message).toBe(message);
    expect(error && 'description' in error && error.description).toBeTruthy();
    expect(gateway.asked).toEqual([]);
  });
});

describe('sending again', () => {
  it('makes the same key for the same item in a retry, and another one for another item', async () => {
    takeAll();
    const twice = [items[0], items[0]].map((item) => ({ ...item }));
    await runNode(gateway, parameters, twice, { executionId: '7' });
    await runNode(gateway, parameters, twice, { executionId: '7' });
    const [first, second, firstAgain, secondAgain] = keys();

    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect([firstAgain, secondAgain]).toEqual([first, second]);
  });

  it('makes another key in another execution, and for another text', async () => {
    takeAll();
    await runNode(gateway, parameters, items.slice(0, 1), { executionId: '7' });
    await runNode(gateway, parameters, items.slice(0, 1), { executionId: '8' });
    await runNode(gateway, parameters, [{ id: id(1), text: 'Something else' }], { executionId: '7' });
    expect(new Set(keys()).size).toBe(3);
  });

  it('repeats the keys of the failed try when n8n retries the node by itself', async () => {
    let broken = true;
    gateway.on('sendMessage', ({ body }) => {
      const isSecond = (body as SendMessage).contact === id(2);
      if (isSecond && broken) {
        broken = false;
        return { status: 502, body: '<html>Bad Gateway</html>' };
      }
      return { status: 202, body: sendResult() };
    });
    const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
    const { outputs, error } = await runNode(gateway, parameters, items, { settings });

    expect(error).toBeUndefined();
    expect(outputs[0]).toHaveLength(2);
    const byContact = (contact: string) =>
      gateway.asked.filter(({ body }) => (body as SendMessage).contact === contact);
    for (const { id: contact } of items) {
      const asked = byContact(contact).map(({ headers }) => headers['idempotency-key']);
      expect(asked).toHaveLength(2);
      expect(new Set(asked).size).toBe(1);
    }
  });

  it('repeats the keys when somebody retries the failed execution, which then has another ID', async () => {
    let broken = true;
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).contact === id(2) && broken
        ? { status: 502, body: '<html>Bad Gateway</html>' }
        : { status: 202, body: sendResult() },
    );
    const { run } = await runNode(gateway, parameters, items, { executionId: '7' });
    expect(run.data.resultData.error).toBeDefined();
    broken = false;
    const { outputs } = await runNode(gateway, parameters, items, {
      executionId: '8',
      resume: savedForRetry(run.data, 'Outbound'),
    });

    expect(outputs[0]).toHaveLength(2);
    const [first, second, ...again] = keys();
    expect(again).toEqual([first, second]);
  });
});

/** The saved data of a failed execution, as n8n takes it up again: without the failed node's last run. */
function savedForRetry(data: IRunExecutionData, failed: string): IRunExecutionData {
  const saved = JSON.parse(JSON.stringify(data)) as IRunExecutionData;
  delete saved.resultData.error;
  saved.resultData.runData[failed]?.pop();
  return saved;
}
