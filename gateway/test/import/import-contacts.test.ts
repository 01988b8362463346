import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@outbound-composer/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importFile } from '../../src/app/import-file.js';
import { receiveChannelEvents } from '../../src/app/receive-channel-events.js';
import { ContactStatisticsReader } from '../../src/store/contact-statistics.js';
import { NOON } from '../support/clock.js';
import { useDatabase } from '../support/database.js';
import { testDeps } from '../support/deps.js';
import { factories } from '../support/factories.js';

const database = useDatabase();
let folder: string;
let workspaceId: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oc-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  const make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  for (const [channel, key] of [
    ['whatsapp', 'whatsapp-support'],
    ['email', 'mail'],
    ['telegram', 'telegram-bot'],
  ] as const) {
    await make.account(workspaceId, channel, { key });
  }
  file = join(folder, `${workspaceId}.csv`);
});

async function importText(text: string | Buffer, options: { source?: string } = {}) {
  await writeFile(file, text);
  const deps = { db: database.db, clock: () => NOON, presetFor: () => presets.current };
  const order = { path: file, workspaceId, source: options.source ?? 'crm', defaultCountry: 'DE' };
  return importFile(deps, order);
}
const rejects = () => readFile(file.replace('.csv', '.rejects.csv'), 'utf8');

const contacts = () =>
  database.db
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
const identities = () =>
  database.db
    .selectFrom('identity')
    .innerJoin('channel_account', 'channel_account.id', 'identity.channel_account_id')
    .where('identity.workspace_id', '=', workspaceId)
    .select(['key', 'identity.address', 'opted_out', 'blocked', 'opted_in_marketing', 'contact_id'])
    .orderBy('key')
    .execute();

const ROWS = [
  'external_id;first_name;last_name;email;phone;country;language;time_zone;tags;owner;assignee;status;closed_at;custom.bike;channel.telegram-bot;consent.mail',
  'C-1;Zoë;Müller;ZOE@example.com;0170 1234567;DE;de;Europe/Berlin;vip|berlin;agent-1;agent-2;closed;2026-11-20T10:00:00Z;"Fjord; Cargo";7001;opted_out|opted_in_marketing',
  'C-2;Иван;Иванов;;+44 20 7946 0958;GB;;;;;;open;;;;',
];

test('a contact is imported with its addresses, conversation and agents', async () => {
  expect(await importText(ROWS.join('\n'))).toEqual({
    read: 2,
    created: 2,
    updated: 0,
    unchanged: 0,
    rejected: 0,
    addressesTaken: 0,
    rejectsPath: null,
  });
  const [zoe, ivan] = await contacts();
  expect(zoe).toMatchObject({
    source: 'crm',
    external_id: 'C-1',
    first_name: 'Zoë',
    email: 'zoe@example.com',
    phone: '+491701234567',
    time_zone: 'Europe/Berlin',
    tags: ['vip', 'berlin'],
    custom_fields: { bike: 'Fjord; Cargo' },
    conversation_status: 'closed',
    closed_at: new Date('2026-11-20T10:00:00Z'),
    channels: ['email', 'telegram', 'whatsapp'],
  });
  expect(ivan).toMatchObject({ first_name: 'Иван', phone: '+442079460958', conversation_status: 'open' });
  expect(await identities()).toMatchObject([
    { key: 'mail', address: 'zoe@example.com', opted_out: true, blocked: false, opted_in_marketing: true },
    { key: 'telegram-bot', address: '7001', opted_out: false },
    { key: 'whatsapp-support', address: expect.stringMatching(/^\+4[49]/) },
    { key: 'whatsapp-support', address: expect.stringMatching(/^\+4[49]/) },
  ]);
  const conversations = await database.db
    .selectFrom('conversation')
    .leftJoin('agent', 'agent.id', 'conversation.assignee_id')
    .where('conversation.workspace_id', '=', workspaceId)
    .select(['conversation.contact_id', 'status', 'closed_at', 'agent.external_id as assignee'])
    .execute();
  expect(conversations).toHaveLength(2);
  expect(conversations.find((one) => one.contact_id === zoe?.id)).toMatchObject({
    status: 'closed',
    closed_at: new Date('2026-11-20T10:00:00Z'),
    assignee: 'agent-2',
  });
});

test('the same file a second time changes nothing, in any of its notations', async () => {
  await importText(ROWS.join('\n'));
  const before = await contacts();
  const counts = { read: 2, created: 0, updated: 0, unchanged: 2, rejected: 0 };
  expect(await importText(ROWS.join('\n'))).toMatchObject(counts);
  expect(await importText(`\uFEFF${ROWS.join('\r\n')}\r\n`)).toMatchObject(counts);
  expect(await contacts()).toEqual(before);
  expect(await identities()).toHaveLength(4);
});

test('what changed in the file is taken over, an empty cell leaves what is there', async () => {
  await importText(ROWS.join('\n'));
  const changed = [ROWS[0], 'C-1;Zoe;;;0171 7654321;;;;gold;;;open;;Tundra;;'].join('\n');
  expect(await importText(changed)).toMatchObject({ read: 1, updated: 1 });
  expect((await contacts())[0]).toMatchObject({
    first_name: 'Zoe',
    last_name: 'Müller',
    email: 'zoe@example.com',
    phone: '+491717654321',
    tags: ['gold'],
    custom_fields: { bike: 'Tundra' },
    // Agents have gone on with the conversation since; the file does not turn that back.
    conversation_status: 'closed',
  });
  // The old number stays an address: its history and its window belong to it.
  expect((await identities()).map((one) => one.address)).toContain('+491701234567');
  expect(await importText(changed)).toMatchObject({ read: 1, unchanged: 1 });
});

test('a customer who opted out here stays so, and a file may narrow consent but not widen it', async () => {
  const row = (consent: string) => `external_id,email,consent.mail\nC-1,a@example.com,${consent}\n`;
  await importText(row(''));
  expect(await importText(row('opted_out'))).toMatchObject({ updated: 1 });
  expect(await importText(row('opted_in_marketing'))).toMatchObject({ unchanged: 1 });
  expect(await identities()).toMatchObject([{ opted_out: true, opted_in_marketing: false }]);
});

test('an opt-out of an address that nobody had yet counts when a file brings the address', async () => {
  const account = await database.db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', 'mail')
    .select('id')
    .executeTakeFirstOrThrow();
  await receiveChannelEvents(testDeps(database.db), {
    account: { id: account.id, workspaceId, channel: 'email' },
    events: [{ type: 'consent', from: 'a@example.com', change: 'opted_out', at: NOON }],
  });
  await importText('external_id,email\nC-1,a@example.com\n');
  expect(await identities()).toMatchObject([{ address: 'a@example.com', opted_out: true }]);
});

test('bad rows go to a file with line, field and reason, good ones are kept, and the sum is right', async () => {
  const summary = await importText(
    [
      'external_id,first_name,email,phone,country',
      'C-1,Ada,ada@example.com,,DE',
      'C-2,Bob,bob at example.com,12,DE',
      'C-3,"Carl\nthe second",,+49 30 123456,Germany',
      'C-4,Dora',
      ',Eve,,,',
      'C-1,Ada again,ada2@example.com,,DE',
      'C-5,Finn,,0170 1234567,',
    ].join('\n'),
  );
  expect(summary).toMatchObject({ read: 7, created: 2, updated: 0, unchanged: 0, rejected: 5 });
  expect((await contacts()).map((one) => one.external_id).sort()).toEqual(['C-1', 'C-5']);
  const lines = (await rejects()).split('\r\n');
  expect(lines[0]).toBe('reject.line,reject.field,reject.reason,external_id,first_name,email,phone,country');
  expect(lines[1]).toBe(
    '3,"email, phone","email: expected an e-mail address such as ada@example.com; phone: expected a phone number of DE, or one with its country code such as +49 170 1234567",C-2,Bob,bob at example.com,12,DE',
  );
  expect(lines[2]).toMatch(/^4,country,.*,C-3,"Carl\nthe second"/);
  expect(lines[3]).toMatch(/^6,,"?has 2 cells, the header has 5"?,C-4,Dora/);
  expect(lines[4]).toMatch(/^7,"external_id, email, phone",/);
  expect(lines[5]).toMatch(/^8,external_id,external_id: stands on line 2 already,C-1,/);
});

test('the rejects, once mended, are imported as they are', async () => {
  await importText('external_id,email\nC-1,ada\nC-2,bob@example.com\n');
  const mended = (await rejects()).replace(',ada\r', ',ada@example.com\r');
  expect(await importText(mended)).toMatchObject({ read: 1, created: 1, rejected: 0, rejectsPath: null });
  await expect(rejects()).rejects.toThrow('ENOENT');
});

test('a file is never overwritten with its own rejects', async () => {
  await writeFile(file, 'email\nnobody\n');
  const deps = { db: database.db, clock: () => NOON, presetFor: () => presets.current };
  const order = { path: file, rejectsPath: file, workspaceId, source: 'crm', defaultCountry: 'DE' };
  await expect(importFile(deps, order)).rejects.toThrow('cannot take its own rejects');
  expect(await readFile(file, 'utf8')).toBe('email\nnobody\n');
});

test('a row that is not UTF-8 is named as such', async () => {
  const bytes = Buffer.concat([
    Buffer.from('external_id,first_name\nC-1,Zoë\n'),
    Buffer.from('C-2,Zo\xeb\n', 'latin1'),
  ]);
  expect(await importText(bytes)).toMatchObject({ read: 2, created: 1, rejected: 1 });
  expect(await rejects()).toContain(
    '3,first_name,first_name: is not valid UTF-8; save the file as UTF-8,C-2,Zo',
  );
});

test.each([
  ['telefon', 'The column "telefon" is unknown; known are external_id, first_name,'],
  ['channel.fax', 'there is no "fax"; known are mail, telegram-bot, whatsapp-support'],
  ['phone', 'The column "phone" stands twice in the header'],
])('a header with the column %s stops the import before anything is written', async (column, message) => {
  await expect(importText(`external_id,phone,${column}\nC-1,0170 1234567,x\n`)).rejects.toThrow(message);
  expect(await contacts()).toEqual([]);
});

test('a header that cannot tell contacts apart stops the import', async () => {
  await expect(importText('first_name\nAda\n')).rejects.toThrow(
    'The header has none of the columns external_id, email and phone',
  );
});

test('without an external id the phone, then the e-mail address tells the contact', async () => {
  await importText('first_name,email,phone\nAda,ada@example.com,0170 1234567\n');
  expect(await importText('first_name,email,phone\nAda L.,,0170/1234567\n')).toMatchObject({ updated: 1 });
  expect(await importText('last_name,email\nLovelace,ADA@example.com\n')).toMatchObject({ updated: 1 });
  expect(await contacts()).toMatchObject([{ first_name: 'Ada L.', last_name: 'Lovelace' }]);
});

test('a contact who wrote before the first import is the one that the CRM has with that phone', async () => {
  const make = factories(database.db);
  const contact = await make.contact(workspaceId, { phone: '+491701234567', first_name: 'A' });
  expect(await importText('external_id,first_name,phone\nC-1,Ada,0170 1234567\n')).toMatchObject({
    updated: 1,
  });
  expect(await contacts()).toMatchObject([{ id: contact.id, external_id: 'C-1', first_name: 'Ada' }]);
});

test('two people with external ids may share a phone; its address stays with the first', async () => {
  const text = 'external_id,first_name,phone\nC-1,Ada,0170 1234567\nC-2,Bob,0170 1234567\n';
  expect(await importText(text)).toMatchObject({ created: 2, addressesTaken: 1 });
  expect(await importText(text)).toMatchObject({ unchanged: 2, addressesTaken: 1 });
  expect(await importText('first_name,phone\nWho,0170 1234567\n')).toMatchObject({ rejected: 1 });
  expect(await rejects()).toContain('2 contacts have it, so an external_id must say which is meant');
});

test('two rows of one file that cannot be told apart do not undo each other', async () => {
  const text = 'first_name,phone,email\nAda,0170 1234567,a@example.com\nEve,,a@example.com\n';
  expect(await importText(text)).toMatchObject({ created: 1, rejected: 1 });
  expect(await importText(text)).toMatchObject({ unchanged: 1, rejected: 1 });
});

test('the same external id from another source is another contact', async () => {
  await importText('external_id,first_name\n1,Ada\n');
  expect(await importText('external_id,first_name\n1,Bob\n', { source: 'shop' })).toMatchObject({
    created: 1,
  });
  expect(await contacts()).toHaveLength(2);
});

test('the later of two last activities stays', async () => {
  const row = (at: string) => `external_id,last_activity_at\nC-1,${at}\n`;
  await importText(row('2026-11-20T10:00:00Z'));
  expect(await importText(row('2026-11-19T10:00:00Z'))).toMatchObject({ unchanged: 1 });
  expect(await importText(row('2026-11-21T10:00:00Z'))).toMatchObject({ updated: 1 });
  expect(await contacts()).toMatchObject([{ last_activity_at: new Date('2026-11-21T10:00:00Z') }]);
});

test('text is text: markup, formulas and control characters go in unharmed', async () => {
  const names = [
    '<img src=x onerror=1>',
    '=HYPERLINK("x")',
    '\u202Egnp.exe',
    "Robert'); drop table contact;--",
  ];
  const quoted = names.map((name, index) => `C-${index},"${name.replaceAll('"', '""')}"`);
  await importText(`external_id,first_name\n${quoted.join('\n')}\n`);
  expect((await contacts()).map((one) => one.first_name).sort()).toEqual([...names].sort());
});

test('more rows than fit into one transaction are all there', async () => {
  const rows = Array.from({ length: 2_500 }, (_, index) => `C-${index},p${index}@example.com`);
  const seen: number[] = [];
  await writeFile(file, ['external_id,email', ...rows].join('\n'));
  const deps = { db: database.db, clock: () => NOON, presetFor: () => presets.current };
  const summary = await importFile(deps, {
    path: file,
    workspaceId,
    source: 'crm',
    defaultCountry: 'DE',
    onProgress: ({ read, bytes, totalBytes }) => {
      seen.push(read);
      expect(bytes).toBeLessThanOrEqual(totalBytes);
    },
  });
  expect(summary).toMatchObject({ read: 2_500, created: 2_500 });
  expect(seen).toEqual([1_000, 2_000, 2_500]);
});

test('searches are planned by what was imported as soon as it is in', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => `${index},Ann,Lee,ann${index}@example.com`);
  await importText(['external_id,first_name,last_name,email', ...rows].join('\n'));
  const { count } = await database.db
    .selectFrom('contact')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  const statistics = await new ContactStatisticsReader(database.db, () => NOON).read();
  expect(statistics.contacts).toBe(Number(count));
  const own = statistics.sample.filter((one) => one.workspaceId === workspaceId);
  expect(own.length).toBeGreaterThan(0);
  expect(own.every(({ text }) => text.startsWith(' ann lee  @ ann'))).toBe(true);
});
