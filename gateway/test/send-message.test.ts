import type { SendMessage as SendMessageSchema } from '@outbound-composer/core/contract';
import { readOverlay } from '@outbound-composer/core/overlay';
import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Actor, Deps } from '../src/app/deps.js';
import { getContact } from '../src/app/get-contact.js';
import { listContactMessages } from '../src/app/message-history.js';
import { type SendMessageResult, sendMessage } from '../src/app/send-message.js';
import { DAY, HOUR, MINUTE, NOON, type TestClock, testClock } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { dispatchAccount, type RecordingQueue, recordingQueue, testDeps } from './support/deps.js';
import { asAgent, asMachine, factories } from './support/factories.js';
import { fakeAdapter } from './support/fake-adapter.js';

const database = useDatabase({ max: 20 });
let deps: Deps;
let clock: TestClock;
let queue: RecordingQueue;
let make: ReturnType<typeof factories>;
let workspaceId: string;
let ada: Actor & { kind: 'agent' };

type Request = Partial<z.output<typeof SendMessageSchema>>;
type Account = Awaited<ReturnType<typeof make.account>>;
type Contact = Awaited<ReturnType<typeof make.contact>>;

beforeEach(async () => {
  clock = testClock();
  queue = recordingQueue();
  make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  ada = asAgent(await make.agent(workspaceId, { name: 'Ada' })) as typeof ada;
  deps = testDeps(database.db, { clock, queue });
});

let keys = 0;
const send = (contact: Contact, request: Request = {}, options: { actor?: Actor; key?: string } = {}) =>
  sendMessage(deps, {
    actor: options.actor ?? ada,
    idempotencyKey: options.key ?? `key-${++keys}`,
    contactId: contact.id,
    request: {
      contact: contact.id,
      purpose: 'support',
      content: { kind: 'text', text: 'The fix is out.' },
      takeOver: false,
      ...request,
    },
  });

/** Lets this process send through an account. */
function connect(...accounts: Account[]) {
  deps = {
    ...deps,
    accounts: new Map([
      ...deps.accounts,
      ...accounts.map(
        (account) => [account.id, dispatchAccount(account, fakeAdapter(account.channel))] as const,
      ),
    ]),
  };
}

/** A closed conversation on one channel, where the contact wrote some time ago. */
async function aContact(channel: Account['channel'], ago: number | null, identity: object = {}) {
  const account = await make.account(workspaceId, channel);
  connect(account);
  const contact = await make.contact(workspaceId);
  const conversation = await make.conversation(contact);
  const lastInbound = ago === null ? null : new Date(NOON - ago);
  return {
    account,
    contact,
    conversation,
    identity: await make.identity(contact, account, { last_inbound_at: lastInbound, ...identity }),
  };
}

function sent(result: SendMessageResult) {
  if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
  return result;
}

function refused(result: SendMessageResult) {
  if (!('refused' in result)) throw new Error('was sent');
  return result.refused;
}

async function rowsOf(contact: Contact) {
  const { db } = database;
  return {
    messages: await db.selectFrom('message').where('contact_id', '=', contact.id).selectAll().execute(),
    audit: await db
      .selectFrom('audit')
      .where('contact_id', '=', contact.id)
      .selectAll()
      .orderBy('id')
      .execute(),
    events: await db
      .selectFrom('event')
      .where('contact_id', '=', contact.id)
      .selectAll()
      .orderBy('id')
      .execute(),
    identities: await db.selectFrom('identity').where('contact_id', '=', contact.id).selectAll().execute(),
    conversation: await db
      .selectFrom('conversation')
      .where('contact_id', '=', contact.id)
      .selectAll()
      .executeTakeFirst(),
    contact: await db
      .selectFrom('contact')
      .where('id', '=', contact.id)
      .selectAll()
      .executeTakeFirstOrThrow(),
    keys: await db.selectFrom('idempotency').where('workspace_id', '=', workspaceId).selectAll().execute(),
  };
}

describe('a message that is permitted', () => {
  test('is queued, and the conversation is open and assigned to the agent who sends', async () => {
    const { contact, conversation, identity } = await aContact('whatsapp', HOUR);
    const result = sent(await send(contact, { reopenReason: 'fix' }));
    expect(result.message).toMatchObject({
      status: 'queued',
      form: 'free_form',
      channel: 'whatsapp',
      direction: 'outbound',
      identityId: identity.id,
      author: { kind: 'agent', id: ada.agentId, name: 'Ada' },
      content: { kind: 'text', text: 'The fix is out.' },
      at: new Date(NOON).toISOString(),
    });
    expect(result.conversation).toMatchObject({
      id: conversation.id,
      status: 'open',
      assignee: { id: ada.agentId },
      reopenReason: 'fix',
    });
    expect(result.decision).toMatchObject({ verdict: 'open', reason: 'window_open' });
    expect(queue.jobs).toEqual([{ workspaceId, messageId: result.message.id, startAfter: null }]);

    const rows = await rowsOf(contact);
    expect(rows.contact).toMatchObject({
      conversation_status: 'open',
      assignee_id: ada.agentId,
      last_activity_at: new Date(NOON),
      closed_at: null,
    });
    expect(rows.identities).toMatchObject([{ outbound_since_inbound: 1 }]);
    expect(rows.audit.map((entry) => entry.action)).toEqual([
      'conversation_reopened',
      'conversation_assigned',
      'message_queued',
    ]);
    expect(rows.events.map((event) => event.type)).toEqual(['conversation.changed', 'message.created']);
    expect(rows.events.every((event) => event.assignee_id === ada.agentId)).toBe(true);
  });

  test('from a machine opens the conversation and keeps its assignee', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    await database.db
      .updateTable('conversation')
      .set({ assignee_id: ada.agentId })
      .where('contact_id', '=', contact.id)
      .execute();
    const machine = asMachine(await make.apiKey(workspaceId, { name: 'n8n' }));
    const result = sent(await send(contact, {}, { actor: machine }));
    expect(result.message.author).toMatchObject({ kind: 'automation', name: 'n8n' });
    expect(result.conversation).toMatchObject({ status: 'open', assignee: { id: ada.agentId } });
  });

  test('to a contact without a conversation starts one', async () => {
    const account = await make.account(workspaceId, 'email');
    connect(account);
    const contact = await make.contact(workspaceId);
    await make.identity(contact, account);
    const result = sent(
      await send(contact, { content: { kind: 'text', text: 'Hello', subject: 'Your parcel' } }),
    );
    expect(result.conversation).toMatchObject({ status: 'open', assignee: { id: ada.agentId } });
    const { messages } = await rowsOf(contact);
    expect(messages[0]?.content).toEqual({ kind: 'text', text: 'Hello', subject: 'Your parcel' });
    expect(result.message.content).toEqual({ kind: 'text', text: 'Hello' });
  });

  test('goes through the best channel that takes it when none is named', async () => {
    const { contact } = await aContact('instagram', 30 * DAY);
    const email = await make.account(workspaceId, 'email');
    connect(email);
    await make.identity(contact, email);
    expect(sent(await send(contact)).message.channel).toBe('email');
  });

  test('after 25 hours on WhatsApp is an approved template, filled in', async () => {
    const { contact, account } = await aContact('whatsapp', 25 * HOUR);
    const template = await make.template(account, { body: 'Hello {{1}}, {{2}} is out.' });
    const result = sent(
      await send(contact, {
        content: { kind: 'template', templateId: template.id, variables: { 1: 'Grace', 2: 'the fix' } },
      }),
    );
    expect(result.message).toMatchObject({
      form: 'template',
      content: { kind: 'template', templateId: template.id, text: 'Hello Grace, the fix is out.' },
    });
  });

  test('from a person after 25 hours on Messenger carries the HUMAN_AGENT tag', async () => {
    const { contact } = await aContact('messenger', 25 * HOUR);
    await database.db
      .updateTable('channel_account')
      .set({ facts: JSON.stringify({ humanAgentApproved: true }) })
      .where('workspace_id', '=', workspaceId)
      .execute();
    sent(await send(contact));
    expect((await rowsOf(contact)).messages).toMatchObject([{ form: 'tag', tag: 'HUMAN_AGENT' }]);
  });
});

describe('a message that is not permitted', () => {
  test('is refused with the decision, and nothing has changed', async () => {
    const { contact } = await aContact('whatsapp', 25 * HOUR);
    const before = await rowsOf(contact);
    const { decision, alternatives } = refused(await send(contact, { channel: 'whatsapp' }));
    expect(decision).toMatchObject({ channel: 'whatsapp', verdict: 'restricted', reason: 'window_closed' });
    expect(alternatives).toEqual([]);
    expect(await rowsOf(contact)).toEqual(before);
    expect(queue.jobs).toEqual([]);
  });

  test('names the channels that take something now', async () => {
    const { contact } = await aContact('instagram', 30 * DAY);
    const email = await make.account(workspaceId, 'email');
    await make.identity(contact, email);
    const { decision, alternatives } = refused(await send(contact, { channel: 'instagram' }));
    expect(decision).toMatchObject({ verdict: 'blocked', unlockedBy: ['inbound'] });
    expect(alternatives).toMatchObject([{ channel: 'email', verdict: 'open' }]);
  });

  test('leaves its key free for when it is permitted', async () => {
    const { contact, identity } = await aContact('whatsapp', 25 * HOUR);
    refused(await send(contact, {}, { key: 'follow-up' }));
    await database.db
      .updateTable('identity')
      .set({ last_inbound_at: new Date(NOON) })
      .where('id', '=', identity.id)
      .execute();
    sent(await send(contact, {}, { key: 'follow-up' }));
  });

  test('a contact who opted out gets nothing, by template neither', async () => {
    const { contact, account } = await aContact('whatsapp', HOUR, { opted_out: true });
    const template = await make.template(account, { body: 'Hello' });
    expect(refused(await send(contact)).decision.reason).toBe('opted_out');
    const byTemplate = { content: { kind: 'template' as const, templateId: template.id, variables: {} } };
    expect(refused(await send(contact, byTemplate)).decision.reason).toBe('opted_out');
  });
});

describe('counted messages', () => {
  test('of 50 senders at once to a WeChat contact with three messages left, exactly three get through', async () => {
    const { contact } = await aContact('wechat', HOUR, { outbound_since_inbound: 2 });
    const results = await Promise.all(Array.from({ length: 50 }, () => send(contact)));
    expect(results.filter((result) => !('refused' in result))).toHaveLength(3);
    for (const result of results) {
      if ('refused' in result) expect(result.refused.decision.reason).toBe('quota_exhausted');
    }
    const rows = await rowsOf(contact);
    expect(rows.messages).toHaveLength(3);
    expect(rows.identities).toMatchObject([{ outbound_since_inbound: 5 }]);
  });

  test('of 30 senders at once to different LINE contacts with seven messages left in the month, exactly seven get through', async () => {
    const account = await make.account(workspaceId, 'line', { facts: JSON.stringify({ monthlyQuota: 7 }) });
    connect(account);
    const contacts = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const contact = await make.contact(workspaceId);
        await make.identity(contact, account, { last_inbound_at: new Date(NOON - HOUR) });
        return contact;
      }),
    );
    const results = await Promise.all(contacts.map((contact) => send(contact)));
    expect(results.filter((result) => !('refused' in result))).toHaveLength(7);
    const counters = await database.db
      .selectFrom('monthly_counter')
      .where('channel_account_id', '=', account.id)
      .selectAll()
      .execute();
    expect(counters).toMatchObject([{ kind: 'sent', month: '2026-11-01', count: 7 }]);
  });

  test('a Viber account past its monthly allowance asks for the commercial terms', async () => {
    const account = await make.account(workspaceId, 'viber', {
      facts: JSON.stringify({ createdAt: '2020-01-01T00:00:00Z', monthlyBotInitiated: 9_999 }),
    });
    connect(account);
    const [first, second] = await Promise.all([1, 2].map(() => make.contact(workspaceId)));
    for (const contact of [first!, second!])
      await make.identity(contact, account, { last_inbound_at: new Date(NOON - 2 * DAY) });
    expect(sent(await send(first!)).message.form).toBe('bot_initiated');
    expect(refused(await send(second!)).decision.reason).toBe('terms_required');
  });
});

describe('people outside their windows on WhatsApp', () => {
  /** A number of ours that may reach so many, and the template that goes through it. */
  async function aNumber(recipientLimit: number | null) {
    const account = await make.account(workspaceId, 'whatsapp', {
      facts: JSON.stringify(recipientLimit === null ? {} : { recipientLimit }),
    });
    connect(account);
    const { id: templateId } = await make.template(account, { body: 'Solved' });
    return { account, content: { kind: 'template' as const, templateId, variables: {} } };
  }
  async function people(count: number, account: Account, ago = 2 * DAY) {
    return Promise.all(
      Array.from({ length: count }, async () => {
        const contact = await make.contact(workspaceId);
        await make.identity(contact, account, { last_inbound_at: new Date(NOON - ago) });
        return contact;
      }),
    );
  }
  const arrived = (results: readonly SendMessageResult[]) =>
    results.filter((result) => !('refused' in result)).length;

  test('of 30 senders at once with room for seven, exactly seven get through, over all numbers', async () => {
    const numbers = [await aNumber(7), await aNumber(7)];
    const everybody = await Promise.all(
      numbers.map(async ({ account, content }) => ({ content, contacts: await people(15, account) })),
    );
    const results = await Promise.all(
      everybody.flatMap(({ content, contacts }) => contacts.map((contact) => send(contact, { content }))),
    );
    expect(arrived(results)).toBe(7);
    for (const result of results) {
      if ('refused' in result)
        expect(result.refused.decision).toMatchObject({
          reason: 'quota_exhausted',
          rule: { id: 'whatsapp.messaging_limit' },
        });
    }
  });

  test('count once, make room after 24 hours, and not by answers inside the window', async () => {
    const { account, content } = await aNumber(2);
    const [first, second, third] = await people(3, account);
    const [answered] = await people(1, account, HOUR);
    sent(await send(answered!));
    sent(await send(answered!, { content }));
    sent(await send(first!, { content }));
    clock.advance(HOUR);
    sent(await send(second!, { content }));
    sent(await send(first!, { content }));
    expect(refused(await send(third!, { content })).decision.reason).toBe('quota_exhausted');

    clock.advance(DAY - 1);
    expect(refused(await send(third!, { content })).decision.reason).toBe('quota_exhausted');
    clock.advance(1);
    sent(await send(third!, { content }));
  });

  test('do not stand in the way of what leaves after they count no more', async () => {
    const { account, content } = await aNumber(1);
    const [first, second] = await people(2, account);
    sent(await send(first!, { content }));
    const later = (wait: number) =>
      send(second!, { content, schedule: { at: new Date(clock() + wait).toISOString() } });
    expect(refused(await later(DAY - MINUTE)).decision.reason).toBe('quota_exhausted');
    sent(await later(DAY));
  });

  test('are shown to whoever decides by himself, and not counted without a limit', async () => {
    const { account, content } = await aNumber(5);
    const [first, second] = await people(2, account);
    const free = await aNumber(null);
    const [other] = await people(1, free.account);
    sent(await send(first!, { content }));
    sent(await send(other!, { content: free.content }));
    const factsOf = async (contact: Contact) =>
      (await getContact(deps, { actor: ada, contactId: contact.id, purpose: 'support', language: 'en' }))
        .channels[0]?.facts.account;
    expect(await factsOf(second!)).toMatchObject({ recipientLimit: 5, recipientsLast24h: 1 });
    expect((await factsOf(first!))?.recipientsLast24h).toBeUndefined();
  });

  test('are held to an overlay’s number where the account names none', async () => {
    const { account, content } = await aNumber(null);
    const overlay = readOverlay({
      id: 'acme',
      rules: [
        {
          id: 'acme.people',
          channel: 'whatsapp',
          replaces: 'whatsapp.messaging_limit',
          says: { recipientLimit: { max: 1, note: { code: 'enough', text: 'Enough.', de: 'Genug.' } } },
          because: 'we are careful',
        },
      ],
    });
    if (!overlay.ok) throw new Error(JSON.stringify(overlay.problems));
    deps = { ...deps, presetFor: () => overlay.preset };
    const [first, second] = await people(2, account);
    sent(await send(first!, { content }));
    expect(refused(await send(second!, { content })).decision).toMatchObject({
      rule: { id: 'acme.people' },
      notes: [{ code: 'enough' }],
    });
  });
});

describe('an Idempotency-Key', () => {
  test('that comes again with the same request gets the same message', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    const first = sent(await send(contact, {}, { key: 'k' }));
    const second = sent(await send(contact, {}, { key: 'k' }));
    expect(second).toEqual({ ...first, repeated: true });
    expect((await rowsOf(contact)).messages).toHaveLength(1);
    expect(queue.jobs).toHaveLength(1);
  });

  test('used by ten requests at once queues one message', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    const results = await Promise.all(Array.from({ length: 10 }, () => send(contact, {}, { key: 'k' })));
    expect(new Set(results.map((result) => sent(result).message.id)).size).toBe(1);
    expect(results.filter((result) => !sent(result).repeated)).toHaveLength(1);
  });

  test('that comes again with another text is refused', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    sent(await send(contact, {}, { key: 'k' }));
    const other = send(contact, { content: { kind: 'text', text: 'Other' } }, { key: 'k' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('belongs to its caller', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    const machine = asMachine(await make.apiKey(workspaceId));
    const first = sent(await send(contact, {}, { key: 'k' }));
    const second = sent(await send(contact, {}, { key: 'k', actor: machine }));
    expect(second.message.id).not.toBe(first.message.id);
  });
});

describe('a conversation of another agent', () => {
  test('asks first, and is recorded as taken over', async () => {
    const { contact, conversation } = await aContact('whatsapp', HOUR);
    const bob = await make.agent(workspaceId, { name: 'Bob' });
    await database.db
      .updateTable('conversation')
      .set({ assignee_id: bob.id })
      .where('id', '=', conversation.id)
      .execute();
    const before = await rowsOf(contact);
    await expect(send(contact)).rejects.toMatchObject({ code: 'takeover_required' });
    expect(await rowsOf(contact)).toEqual(before);

    expect(sent(await send(contact, { takeOver: true })).conversation.assignee?.id).toBe(ada.agentId);
    const { audit } = await rowsOf(contact);
    expect(audit.find((entry) => entry.action === 'conversation_taken_over')?.detail).toEqual({
      from: bob.id,
      to: ada.agentId,
    });
  });

  test('taken over is told to the agent who had it, who may not reach it any more', async () => {
    const { contact, conversation } = await aContact('whatsapp', HOUR);
    const bob = await make.agent(workspaceId, { name: 'Bob', role: 'agent_own' });
    await database.db
      .updateTable('conversation')
      .set({ assignee_id: bob.id })
      .where('id', '=', conversation.id)
      .execute();
    await send(contact, { takeOver: true });
    await send(contact, {}, { key: 'next' });
    const told = await database.db
      .selectFrom('event')
      .where('contact_id', '=', contact.id)
      .where('assignee_id', '=', bob.id)
      .select(['type', 'payload'])
      .execute();
    expect(told).toEqual([{ type: 'contact.changed', payload: {} }]);
  });

  test('is not there for an agent restricted to own contacts', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    const own = asAgent(await make.agent(workspaceId, { role: 'agent_own' }));
    await expect(send(contact, { takeOver: true }, { actor: own })).rejects.toMatchObject({
      code: 'contact_not_found',
    });
  });
});

describe('bad input changes nothing and names its field', () => {
  test.each<[string, Request, string, string]>([
    ['an unknown channel', { channel: 'telex' }, 'unknown_channel', 'channel'],
    ['a channel the contact does not have', { channel: 'email' }, 'channel_not_available', 'channel'],
    [
      'an account that does not exist',
      { channelAccountId: '0199a3de-0000-7000-8000-000000000000' },
      'channel_account_not_found',
      'channelAccountId',
    ],
    ['an empty text', { content: { kind: 'text', text: ' \n' } }, 'text_empty', 'content.text'],
    [
      'a text that is too long',
      { content: { kind: 'text', text: 'x'.repeat(4097) } },
      'text_too_long',
      'content.text',
    ],
    [
      'an unknown template',
      { content: { kind: 'template', templateId: '0197a000-0000-7000-8000-000000000000', variables: {} } },
      'template_not_found',
      'content.templateId',
    ],
  ])('%s', async (_, request, code, field) => {
    const { contact } = await aContact('whatsapp', HOUR);
    const before = await rowsOf(contact);
    await expect(send(contact, request)).rejects.toMatchObject({ code, errors: [{ field }] });
    expect(await rowsOf(contact)).toEqual(before);
  });

  test('a template without one of its variables', async () => {
    const { contact, account } = await aContact('whatsapp', HOUR);
    const { id } = await make.template(account, { body: 'Hello {{1}}, {{2}}' });
    const content = { kind: 'template' as const, templateId: id, variables: { 1: 'Grace' } };
    await expect(send(contact, { content })).rejects.toMatchObject({
      code: 'variable_missing',
      errors: [{ field: 'content.variables.2' }],
    });
  });

  test('a template that is not approved', async () => {
    const { contact, account } = await aContact('whatsapp', HOUR);
    const { id } = await make.template(account, { body: 'Hello', status: 'paused' });
    const content = { kind: 'template' as const, templateId: id, variables: {} };
    await expect(send(contact, { content })).rejects.toMatchObject({ code: 'template_not_approved' });
  });

  test('a template of another channel', async () => {
    const { contact } = await aContact('whatsapp', HOUR);
    const line = await make.account(workspaceId, 'line');
    const { id } = await make.template(line, { body: 'Hello' });
    const content = { kind: 'template' as const, templateId: id, variables: {} };
    await expect(send(contact, { content, channel: 'whatsapp' })).rejects.toMatchObject({
      code: 'template_mismatch',
      errors: [{ field: 'content.templateId' }],
    });
    await expect(send(contact, { content })).rejects.toMatchObject({ code: 'channel_not_available' });
  });

  test('an unknown contact', async () => {
    const stranger = await make.contact((await make.workspace()).id);
    await expect(send(stranger)).rejects.toMatchObject({ code: 'contact_not_found' });
  });

  test('a channel that is permitted but that this gateway cannot send through', async () => {
    const account = await make.account(workspaceId, 'line');
    const contact = await make.contact(workspaceId);
    await make.identity(contact, account);
    await expect(send(contact)).rejects.toMatchObject({
      code: 'channel_not_available',
      message: expect.stringContaining('no settings'),
    });
  });
});

test('the history shows each message once, newest first, over several pages', async () => {
  const { contact, conversation, identity } = await aContact('whatsapp', HOUR);
  // Three share an instant, and one differs in microseconds only.
  for (const at of [NOON, NOON, NOON, NOON - 1, NOON - HOUR])
    await make.message(conversation, identity, { at: new Date(at) });
  await make.message(conversation, identity, { at: '2026-11-24T11:59:59.999500Z' });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listContactMessages(deps, { actor: ada, contactId: contact.id, cursor, limit: 2 });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const inOrder = await database.db
    .selectFrom('message')
    .where('contact_id', '=', contact.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .select('id')
    .execute();
  expect(seen).toEqual(inOrder.map((row) => row.id));
  await expect(
    listContactMessages(deps, { actor: ada, contactId: contact.id, cursor: 'e30', limit: 2 }),
  ).rejects.toMatchObject({ code: 'validation_failed', errors: [{ field: 'cursor' }] });
});
