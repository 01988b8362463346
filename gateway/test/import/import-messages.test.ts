import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Channel, presets } from '@outbound-composer/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importFile } from '../../src/app/import-file.js';
import { HOUR, NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { factories } from '../support/factories.js';

const database = useDatabase();
let folder: string;
let workspaceId: string;
let file: string;
let contactId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oc-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  const make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  const accounts: readonly [Channel, string][] = [
    ['whatsapp', 'wa'],
    ['wechat', 'wechat'],
    ['telegram', 'telegram-bot'],
  ];
  for (const [channel, key] of accounts) await make.account(workspaceId, channel, { key });
  const contact = await make.contact(workspaceId, {
    source: 'crm',
    external_id: 'C-1',
    phone: '+491701234567',
    email: 'ada@example.com',
    last_activity_at: new Date(NOON - 1000 * HOUR),
  });
  contactId = contact.id;
  await make.conversation(contact, { last_activity_at: new Date(NOON - 1000 * HOUR) });
  file = join(folder, `${workspaceId}.ndjson`);
});

async function importLines(lines: readonly (object | string)[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  await writeFile(file, `${text}\n`);
  const deps = { db: database.db, clock: () => NOON, presetFor: () => presets.current };
  return importFile(deps, { path: file, workspaceId, source: 'crm', defaultCountry: 'DE' });
}
const rejects = async () =>
  (await readFile(file.replace('.ndjson', '.rejects.ndjson'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { reject: { line: number; field: string; reason: string } });

let serial = 0;
const message = (hoursAgo: number, over: object = {}) => ({
  external_id: `m-${++serial}`,
  contact: 'C-1',
  account: 'wa',
  direction: 'inbound',
  at: new Date(NOON - hoursAgo * HOUR).toISOString(),
  text: 'Hallo?',
  ...over,
});
const outbound = (hoursAgo: number, over: object = {}) =>
  message(hoursAgo, { direction: 'outbound', ...over });
const identity = (channel: Channel) =>
  database.db
    .selectFrom('identity')
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .selectAll()
    .executeTakeFirstOrThrow();
const contact = () =>
  database.db.selectFrom('contact').where('id', '=', contactId).selectAll().executeTakeFirstOrThrow();

test('messages make history, the window and the last activity', async () => {
  const summary = await importLines([
    message(30),
    outbound(29, { author: 'agent-1', status: 'read' }),
    message(3, { text: 'Danke 🎉', opener: 'ad' }),
    outbound(2),
  ]);
  expect(summary).toMatchObject({ read: 4, created: 4, updated: 0, unchanged: 0, rejected: 0 });
  expect(await identity('whatsapp')).toMatchObject({
    contact_id: contactId,
    address: '+491701234567',
    last_inbound_at: new Date(NOON - 3 * HOUR),
    opener: 'ad',
    outbound_since_inbound: 1,
  });
  expect(await contact()).toMatchObject({
    last_activity_at: new Date(NOON - 2 * HOUR),
    window_closes_at: new Date(NOON + 21 * HOUR),
    channels: ['whatsapp'],
    conversation_status: 'closed',
  });
  const rows = await database.db
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .selectAll()
    .orderBy('at')
    .execute();
  expect(rows.map((row) => [row.direction, row.author_kind, row.author_name, row.status])).toEqual([
    ['inbound', 'contact', null, 'received'],
    ['outbound', 'agent', 'agent-1', 'read'],
    ['inbound', 'contact', null, 'received'],
    ['outbound', 'automation', null, 'sent'],
  ]);
  expect(rows[2]?.content).toEqual({ kind: 'text', text: 'Danke 🎉' });
});

test('the same file a second time changes nothing', async () => {
  const lines = [message(5), outbound(4), message(3, { account: 'telegram-bot', address: '7001' })];
  await importLines(lines);
  const before = [await identity('whatsapp'), await identity('telegram'), await contact()];
  expect(await importLines(lines)).toMatchObject({ read: 3, created: 0, unchanged: 3, rejected: 0 });
  expect([await identity('whatsapp'), await identity('telegram'), await contact()]).toEqual(before);
});

test('the order of the lines does not matter to the window', async () => {
  const wechat = { account: 'wechat', address: 'openid-1' };
  const lines = [
    outbound(1, wechat),
    outbound(4, wechat),
    message(3, wechat),
    outbound(2, wechat),
    message(9, wechat),
  ];
  for (const line of lines) await importLines([line]);
  expect(await identity('wechat')).toMatchObject({
    last_inbound_at: new Date(NOON - 3 * HOUR),
    outbound_since_inbound: 2,
  });
});

test('a message that failed counts against no limit', async () => {
  await importLines([message(3), outbound(2, { status: 'failed' }), outbound(1)]);
  expect(await identity('whatsapp')).toMatchObject({ outbound_since_inbound: 1 });
});

test('a reaction on WhatsApp does not reopen the window', async () => {
  await importLines([message(30), message(1, { opener: 'reaction', text: '👍' })]);
  expect(await identity('whatsapp')).toMatchObject({ last_inbound_at: new Date(NOON - 30 * HOUR) });
  expect((await contact()).window_closes_at).toBeNull();
});

test('a contact may be named by e-mail address or phone', async () => {
  const summary = await importLines([
    message(3, { contact: 'email:ADA@example.com' }),
    message(2, { contact: 'phone:0170 1234567' }),
    message(1, { contact: `id:${contactId}` }),
  ]);
  expect(summary).toMatchObject({ created: 3 });
});

test('lines that cannot be taken are kept with line, field and reason', async () => {
  const good = message(1);
  const summary = await importLines([
    '{"external_id": "x"',
    '[1]',
    { ...message(1), external_id: undefined },
    message(1, { contact: 'C-404' }),
    message(1, { account: 'fax' }),
    message(1, { direction: 'sideways' }),
    message(1, { at: 'yesterday' }),
    message(-48),
    message(1, { text: '  ' }),
    message(1, { status: 'read' }),
    message(1, { account: 'telegram-bot' }),
    message(1, { colour: 'red' }),
    message(1, { text: 'a\u0000b' }),
    good,
    { ...good, text: 'something else' },
  ]);
  expect(summary).toMatchObject({ read: 15, created: 1, unchanged: 0, rejected: 14 });
  expect((await rejects()).map(({ reject }) => [reject.line, reject.field, reject.reason])).toEqual([
    [1, '', 'the line is not valid JSON'],
    [2, '', 'the line is no JSON object'],
    [3, 'external_id', 'external_id: is missing'],
    [5, 'account', 'account: there is no such account; known are telegram-bot, wa, wechat'],
    [6, 'direction', 'direction: expected one of inbound, outbound'],
    [7, 'at', expect.stringContaining('expected an instant with its offset')],
    [8, 'at', 'at: lies in the future'],
    [9, 'text', 'text: is empty'],
    [10, 'status', 'status: an inbound message is received'],
    [12, 'colour', expect.stringContaining('colour: is unknown; known are external_id, contact,')],
    [13, 'text', 'text: holds a NUL character'],
    [4, 'contact', 'contact: there is no such contact; import the contacts first'],
    [11, 'address', 'address: is needed: the contact has no address on telegram-bot'],
    [15, 'external_id', expect.stringContaining('stored with another text, time, direction or address')],
  ]);
});

test('rejected lines, once mended, are imported as they are', async () => {
  await importLines([message(1, { at: 'yesterday' })]);
  const [line] = await rejects();
  expect(await importLines([{ ...line, at: new Date(NOON - HOUR).toISOString() }])).toMatchObject({
    created: 1,
    rejected: 0,
  });
});

test('an address of another contact is not taken away', async () => {
  const make = factories(database.db);
  await make.contact(workspaceId, { source: 'crm', external_id: 'C-2' });
  const telegram = { account: 'telegram-bot', address: '7001' };
  await importLines([message(2, telegram)]);
  expect(await importLines([message(1, { ...telegram, contact: 'C-2' })])).toMatchObject({ rejected: 1 });
  expect((await rejects())[0]?.reject.reason).toBe('address: belongs to another contact');
});

test('a file of another kind is refused by its ending', async () => {
  const deps = { db: database.db, clock: () => NOON, presetFor: () => presets.current };
  const order = { workspaceId, source: 'crm', defaultCountry: 'DE' };
  await expect(importFile(deps, { ...order, path: '/x/contacts.xlsx' })).rejects.toThrow(
    'expected a .csv file with contacts or an .ndjson file with messages',
  );
  await expect(importFile(deps, { ...order, path: join(folder, 'gone.csv') })).rejects.toThrow(
    'There is no file',
  );
});
