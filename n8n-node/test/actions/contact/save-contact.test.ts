import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { contact, id } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const bodies = () => gateway.asked.map(({ body }) => body);

describe('creating or updating a contact', () => {
  const upsert = {
    resource: 'contact',
    operation: 'upsert',
    email: '={{ $json.email }}',
    externalId: '={{ $json.crm }}',
  };

  it('says of each item whether the contact is new', async () => {
    gateway.on('saveContact', ({ body }) =>
      (body as { email: string }).email === 'new@example.com'
        ? { status: 201, body: { outcome: 'created', contact: contact() } }
        : { status: 200, body: { outcome: 'updated', contact: contact() } },
    );
    const { outputs } = await runNode(gateway, upsert, [
      { email: 'new@example.com' },
      { email: 'ada@example.com' },
    ]);
    expect(outputs[0]).toMatchObject([
      { json: { contactId: id(1), outcome: 'created' }, pairedItem: { item: 0 } },
      { json: { contactId: id(1), outcome: 'updated' }, pairedItem: { item: 1 } },
    ]);
  });

  it('sends only the fields that have a value, and clears only what it is told to', async () => {
    gateway.on('saveContact', () => ({ status: 200, body: { outcome: 'updated', contact: contact() } }));
    const fields = {
      firstName: 'Ada',
      lastName: '={{ $json.missing }}',
      country: '',
      addTags: 'VIP, beta ,',
      clear: ['lifecycle'],
      customFields: {
        field: [
          { name: 'plan', value: 'pro' },
          { name: 'trial', value: '' },
        ],
      },
    };
    await runNode(gateway, { ...upsert, fields }, [{ email: 'ada@example.com', crm: 'hubspot/47/11' }]);
    expect(bodies()).toEqual([
      {
        email: 'ada@example.com',
        external: { source: 'hubspot', id: '47/11' },
        firstName: 'Ada',
        addTags: ['VIP', 'beta'],
        lifecycle: null,
        customFields: { plan: 'pro', trial: null },
      },
    ]);
  });

  it('names the item that says nothing about who is meant, and asks nothing for it', async () => {
    gateway.on('saveContact', () => ({ status: 200, body: { outcome: 'unchanged', contact: contact() } }));
    const input = [{ email: 'ada@example.com' }, { email: '' }];
    const { error } = await runNode(gateway, upsert, input);
    expect(error).toMatchObject({
      message: 'Email is empty, and so are Phone and External ID',
      context: { itemIndex: 1 },
    });

    gateway.reset();
    gateway.on('saveContact', () => ({ status: 200, body: { outcome: 'unchanged', contact: contact() } }));
    const goingOn = await runNode(gateway, upsert, input, { settings: { onError: 'continueErrorOutput' } });
    expect(goingOn.outputs.map((one) => one.length)).toEqual([1, 1]);
    expect(bodies()).toEqual([{ email: 'ada@example.com' }]);
  });

  it.each([
    { parameters: { externalId: 'hubspot' }, message: 'External ID is not a source and an ID' },
    {
      parameters: { fields: { firstName: 'Ada', clear: ['firstName'] } },
      message: 'Clear Fields holds firstName, which is also set',
    },
    {
      parameters: { fields: { customFields: { field: [{ name: ' ', value: '1' }] } } },
      message: 'Custom Fields holds a field without a name',
    },
  ])('refuses before any request: $message', async ({ parameters, message }) => {
    const { error } = await runNode(gateway, { ...upsert, ...parameters }, [{ email: 'ada@example.com' }]);
    expect(error?.message).toBe(message);
    expect(gateway.asked).toEqual([]);
  });

  it('names the field that the gateway refused as the editor calls it', async () => {
    gateway.on('saveContact', () =>
      problem('validation_failed', 'phone: is not a phone number.', {
        errors: [{ field: 'phone', message: 'is not a phone number', expected: 'like +49 170 1234567' }],
      }),
    );
    const { error } = await runNode(gateway, { ...upsert, phone: '12' }, [{ email: 'ada@example.com' }]);
    expect(error?.message).toBe('Phone is not a phone number');
  });

  it('says what to do where two contacts fit', async () => {
    gateway.on('saveContact', () => problem('contact_ambiguous', 'Two contacts have this e-mail and phone.'));
    const { error } = await runNode(gateway, upsert, [{ email: 'ada@example.com' }]);
    expect(error?.description).toContain('merge the duplicates');
  });
});

describe('updating a contact', () => {
  const update = {
    resource: 'contact',
    operation: 'update',
    contact: located('id', '={{ $json.contactId }}'),
  };

  it('changes the contact that the builder chose', async () => {
    gateway.on('updateContact', () => ({ status: 200, body: { outcome: 'updated', contact: contact() } }));
    const { outputs } = await runNode(
      gateway,
      { ...update, newPhone: '+49 170 1234567', fields: { owner: id(40) } },
      [{ contactId: id(1) }],
    );
    expect(outputs[0]?.[0]?.json).toMatchObject({ contactId: id(1), outcome: 'updated' });
    expect(gateway.asked[0]?.params.contact).toBe(id(1));
    expect(bodies()).toEqual([{ phone: '+49 170 1234567', owner: id(40) }]);
  });

  it('refuses an item that would change nothing', async () => {
    const { error } = await runNode(gateway, update, [{ contactId: id(1) }]);
    expect(error?.message).toBe('Fields to Set is empty');
    expect(gateway.asked).toEqual([]);
  });
});

describe('the tags of a contact', () => {
  const tags = (operation: string) => ({
    resource: 'contact',
    operation,
    contact: located('email', 'ada@example.com'),
    tags: '={{ $json.tags }}',
  });

  it.each([
    ['addTag', 'addTags'],
    ['removeTag', 'removeTags'],
  ])('%s sends the tags of each item, from a text or a list', async (operation, member) => {
    gateway.on('updateContact', () => ({ status: 200, body: { outcome: 'updated', contact: contact() } }));
    await runNode(gateway, tags(operation), [{ tags: 'VIP, beta' }, { tags: ['gold'] }]);
    expect(bodies()).toEqual([{ [member]: ['VIP', 'beta'] }, { [member]: ['gold'] }]);
  });

  it('must not be empty', async () => {
    const { error } = await runNode(gateway, tags('addTag'), [{ tags: ' , ' }]);
    expect(error?.message).toBe('Tags is empty');
    expect(gateway.asked).toEqual([]);
  });
});
