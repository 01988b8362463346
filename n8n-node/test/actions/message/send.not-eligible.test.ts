import type { SendMessage } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import {
  checked,
  decision,
  emailOpen,
  id,
  instagramBlocked,
  message,
  sendResult,
  windowClosed,
} from '../../support/samples.js';

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
  channel: 'whatsapp',
  text: 'Your parcel has been found.',
};
const items = [{ id: id(1) }, { id: id(2) }, { id: id(3) }];
const bodies = () => gateway.asked.map(({ body }) => body as SendMessage);
const refused = (by = windowClosed, alternatives = [emailOpen]) =>
  problem('not_eligible', by.explanation, { decision: by, alternatives });

describe('a message that is not eligible', () => {
  it('leaves through Not Eligible with verdict, reason, sentence, ways and alternatives; the others are sent', async () => {
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).contact === id(2) ? refused() : { status: 202, body: sendResult() },
    );
    const { outputs, error } = await runNode(gateway, parameters, items);

    expect(error).toBeUndefined();
    expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(outputs[1]).toEqual([
      {
        pairedItem: { item: 1 },
        json: expect.objectContaining({
          contact: id(2),
          contactId: id(2),
          messageId: null,
          eligible: false,
          channel: 'whatsapp',
          verdict: 'restricted',
          reason: 'window_closed',
          explanation: windowClosed.explanation,
          ways: windowClosed.ways,
          closesAt: null,
          alternatives: [expect.objectContaining({ channel: 'email', verdict: 'open' })],
        }),
      },
    ]);
  });

  it('is also one to a contact whom the channel does not reach, or whom another agent has', async () => {
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).contact === id(1)
        ? problem('channel_not_available', 'The contact has no WhatsApp address.')
        : problem('takeover_required', 'Grace has this conversation.'),
    );
    gateway.on('checkEligibility', () => ({
      status: 200,
      body: { items: [checked(id(1), emailOpen, instagramBlocked), checked(id(2), windowClosed)] },
    }));
    const { outputs, error } = await runNode(gateway, parameters, items.slice(0, 2));

    expect(error).toBeUndefined();
    expect(outputs[1]?.map(({ json }) => json)).toMatchObject([
      {
        contactId: id(1),
        reason: 'channel_not_available',
        verdict: 'blocked',
        channel: 'whatsapp',
        explanation: 'The contact has no WhatsApp address.',
        alternatives: [{ channel: 'email', verdict: 'open' }],
      },
      {
        reason: 'takeover_required',
        explanation: expect.stringContaining('Grace has this conversation.'),
        alternatives: [],
      },
    ]);
    expect(gateway.asked.map(({ route }) => route)).toEqual([
      'sendMessage',
      'sendMessage',
      'checkEligibility',
    ]);
  });

  it('is also one to a contact who got as many messages as the workspace permits', async () => {
    const sentence = 'The contact got 2 messages in 7 days, which is this workspace’s limit.';
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).contact === id(1)
        ? problem('frequency_capped', sentence)
        : { status: 202, body: sendResult() },
    );
    const fallback = { ...parameters, fallback: 'channel' };
    const { outputs, error } = await runNode(gateway, fallback, items.slice(0, 2));

    expect(error).toBeUndefined();
    expect(outputs[0]).toMatchObject([{ pairedItem: { item: 1 } }]);
    expect(outputs[1]).toMatchObject([
      {
        json: { reason: 'frequency_capped', explanation: sentence, verdict: 'blocked', alternatives: [] },
        pairedItem: { item: 0 },
      },
    ]);
    expect(gateway.asked).toHaveLength(2);
  });

  it('stays one where nobody can be asked for another channel', async () => {
    gateway.on('sendMessage', () => problem('channel_not_available', 'The contact has no WhatsApp address.'));
    gateway.on('checkEligibility', () => problem('internal', 'Something broke.'));
    const { outputs, error } = await runNode(gateway, parameters, items.slice(0, 1));

    expect(error).toBeUndefined();
    expect(outputs[1]?.[0]?.json).toMatchObject({ reason: 'channel_not_available', alternatives: [] });
  });
});

describe('falling back', () => {
  const withTemplate = {
    ...parameters,
    fallback: 'template',
    template: located('id', id(600)),
    variablesAs: 'json',
    variablesJson: '{"first_name": "Ada", "parcel": "A-1"}',
  };

  it('sends the template where the text is refused', async () => {
    gateway.on('sendMessage', ({ body }) => {
      const { content } = body as SendMessage;
      if (content.kind === 'text') return refused();
      return {
        status: 202,
        body: sendResult({ message: message({ form: 'template' }), decision: windowClosed }),
      };
    });
    const { outputs } = await runNode(gateway, withTemplate, items.slice(0, 1));

    expect(outputs[0]?.[0]?.json).toMatchObject({ fellBack: true, form: 'template' });
    expect(bodies().map(({ content, channel }) => [content.kind, channel])).toEqual([
      ['text', 'whatsapp'],
      ['template', 'whatsapp'],
    ]);
    expect(new Set(gateway.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
  });

  it('lets the gateway choose another channel for the text', async () => {
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).channel === 'whatsapp'
        ? refused()
        : { status: 202, body: sendResult({ message: message({ channel: 'email' }), decision: emailOpen }) },
    );
    const { outputs } = await runNode(gateway, { ...parameters, fallback: 'channel' }, items.slice(0, 1));

    expect(outputs[0]?.[0]?.json).toMatchObject({ fellBack: true, channel: 'email' });
    expect(bodies()[1]).not.toHaveProperty('channel');
  });

  it('tries the template first and another channel then', async () => {
    gateway.on('sendMessage', ({ body }) => {
      const { channel } = body as SendMessage;
      return channel === undefined ? { status: 202, body: sendResult() } : refused(instagramBlocked);
    });
    const both = { ...withTemplate, channel: 'instagram', fallback: 'templateThenChannel' };
    const { outputs } = await runNode(gateway, both, items.slice(0, 1));

    expect(outputs[0]).toHaveLength(1);
    expect(bodies().map(({ content, channel }) => [content.kind, channel])).toEqual([
      ['text', 'instagram'],
      ['template', 'instagram'],
      ['text', undefined],
    ]);
  });

  it('gives the first refusal where nothing is permitted', async () => {
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).content.kind === 'text'
        ? refused(windowClosed)
        : problem('template_mismatch', 'The template belongs to Messenger.'),
    );
    const { outputs } = await runNode(gateway, withTemplate, items.slice(0, 1));
    expect(outputs[1]?.[0]?.json).toMatchObject({ reason: 'window_closed', channel: 'whatsapp' });
  });

  it('does not send the text on top of the template when a retry finds the window open again', async () => {
    let open = false;
    let answerTemplate = false;
    gateway.on('sendMessage', ({ body }) => {
      if ((body as SendMessage).content.kind === 'text' && !open) return refused();
      if (answerTemplate) return { status: 202, body: sendResult() };
      // The template may have left, but nobody hears of it; meanwhile the customer writes.
      open = true;
      answerTemplate = true;
      return { status: 504, body: '<html>Gateway Timeout</html>' };
    });
    const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
    const { outputs } = await runNode(gateway, withTemplate, items.slice(0, 1), { settings });

    expect(outputs[0]?.[0]?.json).toMatchObject({ fellBack: true });
    expect(bodies().map(({ content }) => content.kind)).toEqual(['text', 'template', 'template']);
    const [, once, again] = gateway.asked.map(({ headers }) => headers['idempotency-key']);
    expect(again).toBe(once);
  });
});

describe('a dry run', () => {
  const dry = { ...parameters, options: { dryRun: true } };

  it('sends nothing and says what would happen to each item, with one request', async () => {
    gateway.on('checkEligibility', ({ body }) => ({
      status: 200,
      body: {
        items: (body as { items: { contact: string }[] }).items.map(({ contact }) =>
          checked(contact, contact === id(2) ? windowClosed : decision(), emailOpen),
        ),
      },
    }));
    const { outputs } = await runNode(gateway, dry, items);

    expect(gateway.asked.map(({ route }) => route)).toEqual(['checkEligibility']);
    expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
      { contactId: id(1), dryRun: true, messageId: null, eligible: true },
      { contactId: id(3), dryRun: true, messageId: null, eligible: true },
    ]);
    expect(outputs[1]?.[0]?.json).toMatchObject({
      contactId: id(2),
      dryRun: true,
      reason: 'window_closed',
      alternatives: [{ channel: 'email' }],
    });
  });

  it('counts a fallback as a way to send', async () => {
    gateway.on('checkEligibility', () => ({
      status: 200,
      body: { items: [checked(id(1), windowClosed, emailOpen)] },
    }));
    const { outputs } = await runNode(gateway, { ...dry, fallback: 'channel' }, items.slice(0, 1));
    expect(outputs[0]?.[0]?.json).toMatchObject({ eligible: true, channel: 'email' });
  });
});
