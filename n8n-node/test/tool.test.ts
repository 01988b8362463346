import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from './support/gateway.js';
import { checked, id, sendResult, windowClosed } from './support/samples.js';
import { callTool } from './support/tool.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const contact = {
  __rl: true,
  mode: 'email',
  value: "={{ $fromAI('email', 'The customer’s e-mail address') }}",
};

describe('the node as the tool of an AI agent', () => {
  it('checks as it comes, and tells the agent why a customer may not be written to', async () => {
    gateway.on('checkEligibility', () => ({ status: 200, body: { items: [checked(id(1), windowClosed)] } }));
    const answer = await callTool(
      gateway,
      { contact, options: { form: 'text' } },
      { email: 'ada@example.com' },
    );

    expect(answer).toMatchObject([{ eligible: false, reason: 'window_closed' }]);
    expect(gateway.asked.map(({ route, body }) => [route, body])).toEqual([
      ['checkEligibility', { items: [{ contact: 'email:ada@example.com', purpose: 'support' }] }],
    ]);
  });

  it('tells the agent that a message was not sent', async () => {
    gateway.on('sendMessage', () =>
      problem('not_eligible', windowClosed.explanation, { decision: windowClosed, alternatives: [] }),
    );
    const send = { resource: 'message', operation: 'send', contact, text: 'Hello' };
    expect(await callTool(gateway, send, { email: 'ada@example.com' })).toMatchObject([
      { eligible: false, messageId: null, explanation: windowClosed.explanation },
    ]);
  });

  it('sends once what an agent asks for twice in one execution', async () => {
    gateway.on('sendMessage', () => ({ status: 202, body: sendResult() }));
    const send = { resource: 'message', operation: 'send', contact, text: 'Hello' };
    await callTool(gateway, send, { email: 'ada@example.com' }, 2);
    const keys = gateway.asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });
});
