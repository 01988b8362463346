import type { ContactListItem } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { contact, decision, id } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

function listed(number: number): ContactListItem {
  const { id: _, email, phone, country, language, tags, vip } = contact();
  return {
    id: id(number),
    firstName: 'Ada',
    lastName: String(number),
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
}
/** Gives out so many contacts, in pages of the size that was asked for. */
function pages(count: number) {
  gateway.on('searchContacts', ({ query }) => {
    const start = Number(query.get('cursor') ?? 0);
    const end = Math.min(count, start + Number(query.get('limit')));
    const items = Array.from({ length: end - start }, (_, index) => listed(start + index + 1));
    return {
      status: 200,
      body: {
        items,
        nextCursor: end < count ? String(end) : null,
        total: { count, capped: false },
        foundUnder: [],
      },
    };
  });
}

describe('searching contacts', () => {
  const search = { resource: 'contact', operation: 'search', search: '={{ $json.name }}' };

  it('gives out each contact as an item linked to the search it answers', async () => {
    pages(2);
    const { outputs } = await runNode(gateway, search, [{ name: 'ada' }, { name: 'grace' }]);

    expect(outputs[0]?.map(({ json, pairedItem }) => [json.contactId, pairedItem])).toEqual([
      [id(1), { item: 0 }],
      [id(2), { item: 0 }],
      [id(1), { item: 1 }],
      [id(2), { item: 1 }],
    ]);
    expect(gateway.asked.map(({ query }) => query.get('q'))).toEqual(['ada', 'grace']);
  });

  it('hands status, order and filters on', async () => {
    pages(1);
    const filters = {
      channel: ['whatsapp', 'sms'],
      tags: 'vip, beta',
      country: 'de',
      assignee: id(40),
      inbox: 'team',
    };
    await runNode(gateway, { ...search, status: 'closed', sort: 'window_closing', filters }, [
      { name: 'ada' },
    ]);

    const query = gateway.asked[0]?.query;
    expect(query?.get('status')).toBe('closed');
    expect(query?.get('sort')).toBe('window_closing');
    expect(query?.getAll('channel')).toEqual(['whatsapp', 'sms']);
    expect(query?.getAll('tag')).toEqual(['vip', 'beta']);
    expect(query?.getAll('country')).toEqual(['DE']);
    expect(query?.get('assignee')).toBe(id(40));
    expect(query?.get('inbox')).toBe('team');
  });

  it('stops at the limit, over as many pages as it takes', async () => {
    pages(500);
    const { outputs } = await runNode(gateway, { ...search, limit: 120 }, [{ name: '' }]);
    expect(outputs[0]).toHaveLength(120);
    expect(gateway.asked.map(({ query }) => query.get('limit'))).toEqual(['100', '20']);
  });

  it('returns all where the builder wants all', async () => {
    pages(250);
    const { outputs } = await runNode(gateway, { ...search, returnAll: true }, [{ name: '' }]);
    expect(outputs[0]).toHaveLength(250);
  });

  it('hints at the conversation status under which the contact is, where nothing is found', async () => {
    gateway.on('searchContacts', () => ({
      status: 200,
      body: {
        items: [],
        nextCursor: null,
        total: { count: 0, capped: false },
        foundUnder: [{ status: 'open', count: 3, capped: false }],
      },
    }));
    const { outputs, hints } = await runNode(gateway, { ...search, status: 'closed' }, [{ name: 'ada' }]);

    expect(outputs[0] ?? []).toEqual([]);
    expect(hints?.[0]?.message).toBe('Nothing found under this conversation status, but elsewhere: 3 open.');
  });

  it.each([
    { field: { limit: '={{ 0 }}' }, message: 'Limit is not a whole number above 0' },
    { field: { filters: { country: 'Germany' } }, message: 'Country is not a two-letter code' },
  ])('refuses a field before any request: $message', async ({ field, message }) => {
    const { error } = await runNode(gateway, { ...search, ...field }, [{ name: 'ada' }]);
    expect(error?.message).toBe(message);
    expect(gateway.asked).toEqual([]);
  });
});

describe('getting a contact', () => {
  const get = { resource: 'contact', operation: 'get', contact: located('email', '={{ $json.email }}') };

  it('gives the contact with its conversation and the verdict of each channel', async () => {
    const channel = {
      identityId: id(7000),
      channel: 'whatsapp' as const,
      channelAccountId: id(8000),
      channelAccountName: 'Support',
      address: 'ada',
      facts: {
        window: { lastInboundAt: null, opener: 'message' as const, outboundSinceInbound: 0 },
        account: {},
        consent: { optedOut: false, blocked: false, optedInMarketing: false },
        recipient: {},
      },
      decision: decision(),
    };
    gateway.on('getContact', () => ({ status: 200, body: contact({ channels: [channel] }) }));
    const { outputs } = await runNode(gateway, { ...get, purpose: 'csat' }, [{ email: 'ada@example.com' }]);

    expect(outputs[0]).toMatchObject([
      {
        json: {
          contactId: id(1),
          conversation: { status: 'open' },
          channels: [{ decision: { verdict: 'open' } }],
        },
        pairedItem: { item: 0 },
      },
    ]);
    expect(gateway.asked[0]?.params.contact).toBe('email:ada@example.com');
    expect(gateway.asked[0]?.query.get('purpose')).toBe('csat');
  });

  it('names the item whose contact does not exist', async () => {
    gateway.on('getContact', ({ params }) =>
      params.contact === 'email:ada@example.com'
        ? { status: 200, body: contact() }
        : problem('contact_not_found', 'There is no such contact.'),
    );
    const emails = [{ email: 'ada@example.com' }, { email: 'nobody@example.com' }];
    const { error } = await runNode(gateway, get, emails);
    expect(error).toMatchObject({ message: 'Contact was not found', context: { itemIndex: 1 } });

    const goingOn = await runNode(gateway, get, emails, { settings: { onError: 'continueErrorOutput' } });
    expect(goingOn.outputs.map((one) => one.length)).toEqual([1, 1]);
  });
});
