import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { editorOf } from '../support/editor.js';
import { FakeGateway } from '../support/gateway.js';
import { located } from '../support/node.js';
import { contact, id, template } from '../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const send = { resource: 'message', operation: 'send' };

describe('choosing a contact', () => {
  const { email, phone, country, language, tags, vip } = contact();
  const person = {
    email,
    phone,
    country,
    language,
    tags,
    vip,
    conversation: null,
    channels: [],
    matches: [],
  };

  it('finds contacts by what the builder types, whatever the state of their conversation', async () => {
    gateway.on('searchContacts', () => ({
      status: 200,
      body: {
        items: [
          { ...person, id: id(1), firstName: 'Ada', lastName: 'Lovelace' },
          { ...person, id: id(2), firstName: null, lastName: null, email: null, phone: '+49301234567' },
          { ...person, id: id(3), firstName: 'Grace', lastName: null, email: null },
        ],
        nextCursor: 'next',
        total: { count: 3, capped: false },
        foundUnder: [],
      },
    }));
    const editor = await editorOf(gateway, send);

    expect(await editor.search('searchContacts', 'ada')).toEqual({
      results: [
        { name: 'Ada Lovelace (ada@example.com)', value: id(1) },
        { name: '+49301234567', value: id(2) },
        { name: 'Grace', value: id(3) },
      ],
      paginationToken: 'next',
    });
    expect(gateway.asked[0]?.query.get('q')).toBe('ada');
    expect(gateway.asked[0]?.query.get('status')).toBe('any');
  });

  it('asks for the next page, and ends at the last', async () => {
    gateway.on('searchContacts', () => ({
      status: 200,
      body: { items: [], nextCursor: null, total: { count: 0, capped: false }, foundUnder: [] },
    }));
    const editor = await editorOf(gateway, send);
    expect(await editor.search('searchContacts', 'ada', 'next')).toEqual({ results: [] });
    expect(gateway.asked[0]?.query.get('cursor')).toBe('next');
  });

  it('says in the list what is wrong with the credential', async () => {
    const editor = await editorOf(gateway, send, 'wrong');
    await expect(editor.search('searchContacts')).rejects.toMatchObject({
      message: 'This API key is not known here.',
      description: expect.stringContaining('gateway keys create'),
    });
  });
});

describe('choosing a template', () => {
  const page = (items: ReturnType<typeof template>[], nextCursor: string | null = null) => ({
    status: 200,
    body: { items, nextCursor },
  });

  it('lists approved templates of the chosen channel by name and text', async () => {
    gateway.on('listTemplates', () =>
      page([template(), template({ id: id(601), name: 'fix_out', language: 'de' })]),
    );
    const editor = await editorOf(gateway, { ...send, channel: 'whatsapp' });

    expect(await editor.search('searchTemplates', 'out')).toEqual({
      results: [
        { name: 'parcel_found (en, WhatsApp)', value: id(600) },
        { name: 'fix_out (de, WhatsApp)', value: id(601) },
      ],
    });
    expect(Object.fromEntries(gateway.asked[0]?.query ?? [])).toEqual({
      channel: 'whatsapp',
      q: 'out',
      limit: '50',
    });
  });

  it('lists those of all channels where the gateway is to choose the channel', async () => {
    gateway.on('listTemplates', () => page([]));
    const editor = await editorOf(gateway, { ...send, channel: 'any' });
    await editor.search('searchTemplates');
    expect(gateway.asked[0]?.query.has('channel')).toBe(false);
  });

  it('gives a field to each variable, by its own name and with its example', async () => {
    gateway.on('listTemplates', ({ query }) =>
      query.get('cursor') === null ? page([template({ id: id(601) })], 'next') : page([template()]),
    );
    const editor = await editorOf(gateway, { ...send, template: located('list', id(600)) });

    expect((await editor.fields('getTemplateVariables')).fields).toMatchObject([
      { id: 'first_name', displayName: 'first_name (e.g. Ada)', required: true, type: 'string' },
      { id: 'parcel', displayName: 'parcel (e.g. A-1)', required: true, type: 'string' },
    ]);
  });

  it('gives no field before a template is chosen, and a notice for one that is gone', async () => {
    gateway.on('listTemplates', () => page([]));
    const before = await editorOf(gateway, send);
    expect(await before.fields('getTemplateVariables')).toEqual({ fields: [] });

    const gone = await editorOf(gateway, { ...send, template: located('id', id(699)) });
    expect(await gone.fields('getTemplateVariables')).toEqual({
      fields: [],
      emptyFieldsNotice: expect.stringContaining('no such template'),
    });
  });
});

describe('choosing a sender account or an agent', () => {
  it('lists the accounts through which this gateway sends', async () => {
    const account = { channel: 'whatsapp', name: 'Support', address: '+49301234567', dispatches: true };
    gateway.on('listChannelAccounts', () => ({
      status: 200,
      body: {
        items: [
          { ...account, id: id(8000) },
          { ...account, id: id(8001), channel: 'email', name: 'Mailbox', address: null },
          { ...account, id: id(8002), dispatches: false },
        ],
      },
    }));
    const editor = await editorOf(gateway, send);
    expect(await editor.options('getChannelAccounts')).toEqual([
      { name: 'Support (WhatsApp)', value: id(8000), description: '+49301234567' },
      { name: 'Mailbox (Email)', value: id(8001) },
    ]);
  });

  it('lists the agents whom the gateway knows', async () => {
    const agent = { id: id(40), externalId: 'grace', name: 'Grace', role: 'agent' };
    gateway.on('listAgents', () => ({ status: 200, body: { items: [agent] } }));
    const editor = await editorOf(gateway, { resource: 'conversation', operation: 'assign' });
    expect(await editor.options('getAgents')).toEqual([
      { name: 'Grace', value: id(40), description: 'agent' },
    ]);
  });
});
