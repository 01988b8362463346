import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { checked, decision, emailOpen, id, instagramBlocked, windowClosed } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const parameters = {
  resource: 'eligibility',
  operation: 'check',
  contact: located('id', '={{ $json.id }}'),
};
/** Contacts 1 to n, as items. */
const contacts = (count: number) => Array.from({ length: count }, (_, index) => ({ id: id(index + 1) }));

interface CheckBody {
  items: { contact: string; channel?: string; purpose: string; at?: string; sender?: string }[];
}
/** Answers each contact with the decisions the test gives for it. */
function decide(decisionsOf: (contact: string) => Parameters<typeof checked>[1][]) {
  gateway.on('checkEligibility', ({ body }) => ({
    status: 200,
    body: {
      items: (body as CheckBody).items.map(({ contact }) => checked(contact, ...decisionsOf(contact))),
    },
  }));
}

describe('checking eligibility', () => {
  it('splits a batch into Eligible and Not Eligible and never ends at the first refusal', async () => {
    decide((contact) => [contact === id(2) ? instagramBlocked : decision()]);
    const { outputs, error } = await runNode(gateway, parameters, contacts(3));

    expect(error).toBeUndefined();
    const [eligible = [], notEligible = []] = outputs;
    expect(eligible.map(({ json }) => json.contactId)).toEqual([id(1), id(3)]);
    expect(notEligible.map(({ json }) => json.contactId)).toEqual([id(2)]);
  });

  it('links each result to the item it came from, in the order of the items', async () => {
    decide((contact) => [contact === id(2) ? instagramBlocked : decision()]);
    const { outputs } = await runNode(gateway, parameters, contacts(3));

    expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
  });

  it('carries verdict, reason, sentence, ways, closing time and alternatives on each item', async () => {
    decide(() => [decision(), emailOpen, instagramBlocked]);
    const { outputs } = await runNode(gateway, parameters, contacts(1));

    expect(outputs[0]?.[0]?.json).toMatchObject({
      contactId: id(1),
      eligible: true,
      channel: 'whatsapp',
      verdict: 'open',
      reason: 'window_open',
      explanation: 'The customer wrote less than 24 hours ago.',
      ways: decision().ways,
      closesAt: '2026-11-24T18:00:00.000Z',
      alternatives: [{ channel: 'email', verdict: 'open' }],
      channels: [
        { channel: 'whatsapp' },
        { channel: 'email' },
        { channel: 'instagram', reason: 'window_closed' },
      ],
    });
  });

  it('says on a refused item why, what would unlock it and which other channel is open', async () => {
    decide(() => [emailOpen, instagramBlocked]);
    const { outputs } = await runNode(gateway, { ...parameters, channel: 'instagram' }, contacts(1));

    expect(outputs[0]).toEqual([]);
    expect(outputs[1]?.[0]?.json).toMatchObject({
      eligible: false,
      channel: 'instagram',
      verdict: 'blocked',
      reason: 'window_closed',
      explanation: 'Instagram permits nothing until the customer writes again.',
      ways: [],
      closesAt: null,
      unlockedBy: ['inbound'],
      alternatives: [{ channel: 'email' }],
    });
  });

  it('refuses a contact that the chosen channel does not reach, and names one that does', async () => {
    decide(() => [emailOpen]);
    const { outputs } = await runNode(gateway, { ...parameters, channel: 'wechat' }, contacts(1));

    expect(outputs[1]?.[0]?.json).toMatchObject({
      eligible: false,
      reason: 'channel_not_available',
      explanation: 'This contact cannot be reached on WeChat.',
      alternatives: [{ channel: 'email' }],
    });
  });

  it('refuses a contact without any channel', async () => {
    decide(() => []);
    const { outputs } = await runNode(gateway, parameters, contacts(1));
    expect(outputs[1]?.[0]?.json).toMatchObject({ reason: 'channel_not_available', channel: null });
  });

  it('refuses a contact who got as many messages as the workspace permits, open as the channels are', async () => {
    const frequencyCap = { messages: 2, days: 7, capped: true, freeAt: '2026-11-26T09:30:00.000Z' };
    gateway.on('checkEligibility', () => {
      const { ok, result } = checked(id(1), decision());
      return { status: 200, body: { items: [{ ok, result: { ...result, eligible: false, frequencyCap } }] } };
    });
    const { outputs } = await runNode(gateway, { ...parameters, purpose: 'vip_update' }, contacts(1));

    expect(outputs[0]).toEqual([]);
    expect(outputs[1]?.[0]?.json).toMatchObject({
      eligible: false,
      reason: 'frequency_capped',
      explanation:
        'The contact has got enough messages: this workspace permits 2 in 7 days; the next is permitted at 2026-11-26T09:30:00.000Z.',
      frequencyCap,
      alternatives: [],
    });
  });

  it('counts a closed WhatsApp window as eligible for a template but not for free text', async () => {
    decide(() => [windowClosed]);
    const anything = await runNode(gateway, parameters, contacts(1));
    const freeText = await runNode(gateway, { ...parameters, options: { form: 'text' } }, contacts(1));
    const template = await runNode(gateway, { ...parameters, options: { form: 'template' } }, contacts(1));

    expect(anything.outputs[0]?.[0]?.json.verdict).toBe('restricted');
    expect(freeText.outputs[1]?.[0]?.json.reason).toBe('window_closed');
    expect(template.outputs[0]?.[0]?.json.eligible).toBe(true);
  });

  it('asks for 1000 items with one request, and for 2500 with three', async () => {
    decide(() => [decision()]);
    const { outputs } = await runNode(gateway, parameters, contacts(2500));

    expect(outputs[0]).toHaveLength(2500);
    expect(gateway.asked.map(({ body }) => (body as CheckBody).items.length)).toEqual([1000, 1000, 500]);
  });

  it('asks in smaller batches where the builder wants them', async () => {
    decide(() => [decision()]);
    await runNode(gateway, { ...parameters, options: { batchSize: 2 } }, contacts(5));
    expect(gateway.asked.map(({ body }) => (body as CheckBody).items.length)).toEqual([2, 2, 1]);
  });

  it('names the contact by e-mail, phone or external ID, as each item says', async () => {
    decide(() => [decision()]);
    gateway.on('checkEligibility', ({ body }) => ({
      status: 200,
      body: { items: (body as CheckBody).items.map(() => checked(id(1), decision())) },
    }));
    const by = (mode: string, value: string) =>
      runNode(gateway, { ...parameters, contact: located(mode, value) });
    await by('email', 'ada@example.com');
    await by('phone', '+49 (170) 123-4567');
    await by('external', 'hubspot/4711');

    expect(gateway.asked.map(({ body }) => (body as CheckBody).items[0]?.contact)).toEqual([
      'email:ada@example.com',
      'phone:+49 (170) 123-4567',
      'external:hubspot/4711',
    ]);
  });

  it('asks for the purpose, the sender and the instant that the builder chose', async () => {
    decide(() => [decision()]);
    const before = Date.now();
    await runNode(
      gateway,
      { ...parameters, purpose: 'vip_update', options: { sender: 'human', hoursAhead: 2 } },
      contacts(1),
    );
    const item = (gateway.asked[0]?.body as CheckBody | undefined)?.items[0];

    expect(item).toMatchObject({ purpose: 'vip_update', sender: 'human' });
    const ahead = Date.parse(item?.at ?? '') - before;
    expect(ahead).toBeGreaterThanOrEqual(2 * 3_600_000);
    expect(ahead).toBeLessThan(2 * 3_600_000 + 60_000);
  });

  it('keeps the fields of the input item where the builder wants them', async () => {
    decide(() => [decision()]);
    const options = { includeInput: true };
    const { outputs } = await runNode(gateway, { ...parameters, options }, [{ id: id(1), ticket: 'T-1' }]);
    expect(outputs[0]?.[0]?.json).toMatchObject({ ticket: 'T-1', verdict: 'open' });
  });
});

describe('checking with something wrong', () => {
  const deleted = (contact: string) => contact === id(2);
  const oneDeleted = () =>
    gateway.on('checkEligibility', ({ body }) => ({
      status: 200,
      body: {
        items: (body as CheckBody).items.map(({ contact }) =>
          deleted(contact)
            ? { ok: false, problem: problem('contact_not_found', 'There is no such contact.').body }
            : checked(contact, decision()),
        ),
      },
    }));

  it('ends at a deleted contact with the item, the reason and the remedy', async () => {
    oneDeleted();
    const { error } = await runNode(gateway, parameters, contacts(3));

    expect(error?.message).toBe('Contact was not found');
    expect(error).toMatchObject({ context: { itemIndex: 1 }, httpCode: '404' });
    expect(error && 'description' in error && error.description).toContain('Contact > Search');
  });

  it('goes on past a deleted contact with Continue, which then leaves through Not Eligible', async () => {
    oneDeleted();
    const { outputs } = await runNode(gateway, parameters, contacts(3), {
      settings: { onError: 'continueRegularOutput' },
    });

    expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual([id(1), id(3)]);
    expect(outputs[1]?.[0]?.json).toEqual({
      error: 'Contact was not found',
      message:
        'Contact was not found: There is no such contact. The contact may have been deleted or merged. Search for it with Contact > Search.',
    });
    expect(outputs[1]?.[0]?.pairedItem).toEqual({ item: 1 });
  });

  it('sends a deleted contact to the error output where there is one', async () => {
    oneDeleted();
    const { outputs } = await runNode(gateway, parameters, contacts(3), {
      settings: { onError: 'continueErrorOutput' },
    });

    expect(outputs).toHaveLength(3);
    expect(outputs[0]).toHaveLength(2);
    expect(outputs[1]).toEqual([]);
    expect(outputs[2]?.[0]?.json).toMatchObject({ id: id(2), error: 'Contact was not found' });
  });

  it('leaves only the bad items out where the gateway refuses the whole request for them', async () => {
    gateway.on('checkEligibility', ({ body }) => {
      const { items } = body as CheckBody;
      const errors = items.flatMap(({ contact }, position) =>
        deleted(contact) ? [{ field: `items.${position}.contact`, message: 'is not a contact' }] : [],
      );
      if (errors.length > 0) return problem('validation_failed', 'The request does not fit.', { errors });
      return { status: 200, body: { items: items.map(({ contact }) => checked(contact, decision())) } };
    });
    const { outputs } = await runNode(gateway, parameters, contacts(3), {
      settings: { onError: 'continueErrorOutput' },
    });

    expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual([id(1), id(3)]);
    expect(outputs[2]?.[0]?.json.error).toBe('Contact is not a contact');
  });

  it.each([
    { mode: 'id', value: '', message: 'Contact is empty' },
    { mode: 'id', value: 'ada', message: 'Contact is not a contact ID of the gateway' },
    { mode: 'email', value: 'ada', message: 'Contact is not an e-mail address' },
    { mode: 'phone', value: '0170 1234567', message: 'Contact is not a phone number with a country code' },
    { mode: 'external', value: '4711', message: 'Contact is not an external ID' },
    { mode: 'id', value: 'x'.repeat(401), message: 'Contact is not a contact ID of the gateway' },
    {
      mode: 'external',
      value: `hubspot/${'4'.repeat(400)}`,
      message: 'Contact is longer than 400 characters',
    },
  ])('refuses a contact by $mode before any request: $message', async ({ mode, value, message }) => {
    const { error } = await runNode(
      gateway,
      { ...parameters, contact: located(mode, '={{ $json.value }}') },
      [{ value }],
    );
    expect(error?.message).toBe(message);
    expect(gateway.asked).toEqual([]);
  });

  it.each([
    { field: { channel: '={{ "whatsap" }}' }, message: 'Channel has the unknown value "whatsap"' },
    { field: { purpose: '={{ "sale" }}' }, message: 'Purpose has the unknown value "sale"' },
    { field: { options: { batchSize: '={{ 0 }}' } }, message: 'Batch Size is not a whole number above 0' },
    {
      field: { options: { batchInterval: '={{ -1 }}' } },
      message: 'Batch Interval is not a number of milliseconds',
    },
    { field: { options: { hoursAhead: '={{ -1 }}' } }, message: 'Hours Ahead is not a number of hours' },
  ])('refuses a field before any request: $message', async ({ field, message }) => {
    const { error } = await runNode(gateway, { ...parameters, ...field }, contacts(1));
    expect(error?.message).toBe(message);
    expect(gateway.asked).toEqual([]);
  });
});
