import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { getContact } from '../src/app/get-contact.js';
import { receiveChannelEvents } from '../src/app/receive-channel-events.js';
import type { ChannelEvent } from '../src/channels/adapter.js';
import { DAY, HOUR, MINUTE, NOON } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { failure, noAnswer } from './support/fake-adapter.js';
import { type SceneOptions, scene } from './support/sending.js';

const database = useDatabase();

type Echo = Extract<ChannelEvent, { type: 'echo' }>;

async function receiving(options: SceneOptions = {}) {
  const staged = await scene(database, options);
  const { db, account, workspaceId, identity, contact } = staged;
  return {
    ...staged,
    receive: (...events: ChannelEvent[]) =>
      receiveChannelEvents(staged.deps, {
        account: { id: account.id, workspaceId, channel: account.channel },
        events,
      }),
    identityNow: () =>
      db.selectFrom('identity').where('id', '=', identity.id).selectAll().executeTakeFirstOrThrow(),
    conversationNow: () =>
      db
        .selectFrom('conversation')
        .where('contact_id', '=', contact.id)
        .selectAll()
        .executeTakeFirstOrThrow(),
    messages: () =>
      db.selectFrom('message').where('contact_id', '=', contact.id).selectAll().orderBy('at').execute(),
  };
}

const echo = (to: string, given: Partial<Echo> = {}): Echo => ({
  type: 'echo',
  providerId: 'echo-1',
  to,
  at: NOON - MINUTE,
  content: { kind: 'text', text: 'We are on it.' },
  ...given,
});
const inbound = (from: string, given: object = {}): ChannelEvent => ({
  type: 'message',
  providerId: 'in-1',
  from,
  name: null,
  at: NOON,
  opener: 'message',
  content: { kind: 'text', text: 'Hello?' },
  ...given,
});

describe('what a colleague writes in the provider’s own app', () => {
  test('counts as ours, and opens neither window nor conversation', async () => {
    const { receive, identity, identityNow, conversationNow, messages, events } = await receiving({
      channel: 'messenger',
      wroteAgo: 2 * DAY,
    });
    expect(await receive(echo(identity.address))).toMatchObject({ messages: 1 });
    expect(await identityNow()).toMatchObject({
      last_inbound_at: new Date(NOON - 2 * DAY),
      outbound_since_inbound: 1,
    });
    expect(await conversationNow()).toMatchObject({
      status: 'closed',
      last_activity_at: new Date(NOON - MINUTE),
    });
    expect(await messages()).toMatchObject([
      { direction: 'outbound', status: 'sent', author_kind: 'agent', provider_id: 'echo-1', opener: null },
    ]);
    expect((await events()).map(({ type }) => type)).toEqual(['conversation.changed', 'message.created']);
  });

  test('that comes twice, or late, counts once or not at all', async () => {
    const { receive, identity, counted, messages } = await receiving({
      channel: 'messenger',
      wroteAgo: HOUR,
    });
    await receive(echo(identity.address), echo(identity.address, { providerId: 'old', at: NOON - DAY }));
    expect(await receive(echo(identity.address))).toMatchObject({ messages: 0, duplicates: 1 });
    expect(await counted()).toBe(1);
    expect(await messages()).toHaveLength(2);
  });

  test('to somebody unknown so far makes a contact, whose answer is theirs', async () => {
    const { receive, db, workspaceId } = await receiving({ channel: 'instagram' });
    await receive(echo('ig-77'), inbound('ig-77'));
    const rows = await db
      .selectFrom('identity')
      .where('workspace_id', '=', workspaceId)
      .where('address', '=', 'ig-77')
      .select(['last_inbound_at', 'outbound_since_inbound'])
      .execute();
    expect(rows).toEqual([{ last_inbound_at: new Date(NOON), outbound_since_inbound: 0 }]);
  });
});

describe('an echo of our own message', () => {
  test('is the message that is on its way', async () => {
    const { receive, send, dispatch, adapter, identity, message, messages, counted } = await receiving({
      channel: 'instagram',
    });
    const id = await send('The fix is out.');
    adapter.answer(async () => {
      await receive(echo(identity.address, { content: { kind: 'text', text: 'The fix is out.' }, at: NOON }));
      return { outcome: 'accepted', providerId: 'echo-1' };
    });
    await dispatch(id);
    expect(await messages()).toHaveLength(1);
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: 'echo-1' });
    expect(await counted()).toBe(1);
  });

  test('settles one whose outcome nobody knew', async () => {
    const { receive, send, dispatch, adapter, identity, message } = await receiving({ channel: 'instagram' });
    const id = await send('The fix is out.');
    adapter.answer(noAnswer());
    await dispatch(id);
    await receive(echo(identity.address, { content: { kind: 'text', text: 'The fix is out.' } }));
    expect(await message(id)).toMatchObject({ status: 'sent', failure: null, provider_id: 'echo-1' });
  });

  test('that could not be recognised gives way to the message once we know its id', async () => {
    const { receive, send, dispatch, adapter, identity, message, messages, counted } = await receiving({
      channel: 'instagram',
    });
    const id = await send('The fix is out.');
    adapter.answer(async () => {
      await receive(
        echo(identity.address, { content: { kind: 'other', type: 'image', text: null }, at: NOON }),
      );
      return { outcome: 'accepted', providerId: 'echo-1' };
    });
    await dispatch(id);
    expect(await messages()).toHaveLength(1);
    expect(await message(id)).toMatchObject({ status: 'sent', provider_id: 'echo-1' });
    expect(await counted()).toBe(1);
  });
});

describe('a receipt for everything up to an instant', () => {
  test('marks what had left by then, and nothing else', async () => {
    const { receive, send, dispatch, identity, message, clock } = await receiving({ channel: 'messenger' });
    const [early, queued] = [await send(), await send()];
    await dispatch(early);
    clock.advance(MINUTE);
    const receipt = {
      type: 'receipt',
      from: identity.address,
      upTo: NOON + 1_000,
      at: NOON + 1_000,
    } as const;
    expect(await receive({ ...receipt, status: 'read' })).toMatchObject({ statuses: 1 });
    expect(await receive({ ...receipt, status: 'delivered' })).toMatchObject({ duplicates: 1 });
    expect(await message(early)).toMatchObject({ status: 'read', read_at: new Date(NOON + 1_000) });
    // Queued before that instant, sent after it: the same receipt again does not mean it.
    await dispatch(queued);
    await receive({ ...receipt, status: 'read' });
    expect(await message(queued)).toMatchObject({ status: 'sent', read_at: null });
  });

  test('of somebody unknown changes nothing', async () => {
    const { receive } = await receiving({ channel: 'messenger' });
    const receipt = { type: 'receipt', from: 'nobody', status: 'read', upTo: NOON, at: NOON } as const;
    expect(await receive(receipt)).toMatchObject({ statuses: 0, duplicates: 1 });
  });
});

describe('a message that its author takes back', () => {
  test('is forgotten, and what it opened stays open', async () => {
    const { receive, identity, identityNow, messages, events } = await receiving({
      channel: 'instagram',
      wroteAgo: null,
    });
    await receive(inbound(identity.address));
    await events();
    const removed = { type: 'removed', providerId: 'in-1', at: NOON } as const;
    expect(await receive(removed)).toMatchObject({ messages: 1 });
    expect(await receive(removed)).toMatchObject({ messages: 0, duplicates: 1 });
    expect(await receive(inbound(identity.address))).toMatchObject({ duplicates: 1 });
    expect((await messages()).map(({ content }) => content)).toEqual([
      { kind: 'other', type: 'removed', text: null },
    ]);
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON) });
    expect((await events()).map(({ type }) => type)).toEqual(['message.changed']);
  });
});

describe('a contact with another address', () => {
  test('keeps window, history and the phone number up to date', async () => {
    const { receive, identity, identityNow, db, contact, account } = await receiving();
    const { address } = identity;
    await db.updateTable('contact').set({ phone: address }).where('id', '=', contact.id).execute();
    const moved = { type: 'address', from: address, to: '+491705555555', alias: 'DE.99', at: NOON } as const;
    expect(await receive(moved)).toMatchObject({ changes: 1 });
    expect(await receive(moved)).toMatchObject({ changes: 0, duplicates: 1 });
    expect(await identityNow()).toMatchObject({ address: '+491705555555', alias: 'DE.99' });
    expect(
      await db.selectFrom('contact').where('id', '=', contact.id).select('phone').executeTakeFirst(),
    ).toEqual({ phone: '+491705555555' });
    // Whoever hides the number now is still the same person.
    await receive(inbound('DE.99'), { type: 'consent', from: 'DE.99', change: 'opted_out', at: NOON });
    expect(await identityNow()).toMatchObject({ last_inbound_at: new Date(NOON), opted_out: true });
    expect(
      await db.selectFrom('identity').where('channel_account_id', '=', account.id).select('id').execute(),
    ).toHaveLength(1);
  });

  test('that somebody else has stays where it was', async () => {
    const { receive, identity, identityNow, make, contact, account } = await receiving();
    const other = await make.identity(await make.contact(contact.workspace_id), account);
    const moved = { type: 'address', from: identity.address, to: other.address, at: NOON } as const;
    expect(await receive(moved)).toMatchObject({ duplicates: 1 });
    expect(await identityNow()).toMatchObject({ address: identity.address });
  });

  test('is recognised when a message shows both', async () => {
    const { receive, identity, identityNow, db, account } = await receiving({
      identity: { address: 'DE.42' },
    });
    await receive(inbound('+491706666666', { alias: 'DE.42' }));
    expect(await identityNow()).toMatchObject({
      id: identity.id,
      address: '+491706666666',
      alias: 'DE.42',
    });
    await receive(inbound('DE.42', { providerId: 'in-2' }));
    expect(
      await db.selectFrom('identity').where('channel_account_id', '=', account.id).select('id').execute(),
    ).toHaveLength(1);
  });
});

describe('news of a template', () => {
  test('take it out of use at once, and bring it back', async () => {
    const { receive, make, account, db } = await receiving();
    const template = await make.template(account, { name: 'ready', provider_id: '77' });
    const news = (status: 'paused' | 'approved', given: object = {}): ChannelEvent => ({
      type: 'template',
      providerId: '77',
      name: 'ready',
      language: 'en',
      status,
      category: null,
      ...given,
    });
    const now = () =>
      db
        .selectFrom('template')
        .where('id', '=', template.id)
        .select(['status', 'category'])
        .executeTakeFirstOrThrow();
    expect(await receive(news('paused'))).toMatchObject({ changes: 1 });
    expect(await receive(news('paused'))).toMatchObject({ duplicates: 1 });
    expect(await now()).toEqual({ status: 'paused', category: 'utility' });
    await receive(news('approved', { providerId: null, category: 'marketing' }));
    expect(await now()).toEqual({ status: 'approved', category: 'marketing' });
    expect(await receive(news('paused', { providerId: randomUUID(), name: 'other' }))).toMatchObject({
      changes: 0,
    });
  });
});

test('a status tells what a message costs, and how long an advertisement makes the next ones free', async () => {
  const { receive, send, dispatch, message, deps, agent, contact } = await receiving();
  const id = await send();
  await dispatch(id);
  const price = { billable: false, category: 'referral_conversion' };
  const status = {
    type: 'status',
    providerId: 'whatsapp-1',
    status: 'sent',
    at: NOON,
    failure: null,
  } as const;
  await receive(
    { ...status, price, freeEntryPointUntil: NOON + 3 * DAY },
    { ...status, price, freeEntryPointUntil: NOON + DAY },
  );
  expect(await message(id)).toMatchObject({ price });
  const shown = await getContact(deps, {
    actor: agent,
    contactId: contact.id,
    purpose: 'support',
    language: 'en',
  });
  expect(shown.channels[0]).toMatchObject({
    facts: { window: { freeEntryPointUntil: new Date(NOON + 3 * DAY).toISOString() } },
    decision: { price: { kind: 'free', reason: 'free_entry_point' } },
  });
});

test('a status tells that marketing was refused, and the last refusal stands', async () => {
  const { receive, send, dispatch, deps, agent, contact, clock } = await receiving({
    wroteAgo: 23 * HOUR,
    identity: { opted_in_marketing: true },
  });
  await dispatch(await send());
  const refused = (at: number): ChannelEvent => ({
    type: 'status',
    providerId: 'whatsapp-1',
    status: 'failed',
    at,
    failure: failure('marketing_refused', true),
  });
  await receive(refused(NOON - HOUR), refused(NOON - 2 * HOUR));
  const shown = async () =>
    (await getContact(deps, { actor: agent, contactId: contact.id, purpose: 'marketing', language: 'en' }))
      .channels[0];
  expect(await shown()).toMatchObject({
    facts: { window: { marketingRefusedAt: new Date(NOON - HOUR).toISOString() } },
    decision: { verdict: 'open' },
  });
  clock.advance(2 * HOUR);
  expect(await shown()).toMatchObject({
    decision: { verdict: 'blocked', reason: 'quota_exhausted', rule: { id: 'whatsapp.marketing_cap' } },
  });
});
