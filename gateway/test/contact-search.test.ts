import { presets } from '@outbound-composer/core';
import { ContactSearchQuery } from '@outbound-composer/core/contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Actor, Deps } from '../src/app/deps.js';
import { contactFilter } from '../src/app/search/filter.js';
import { Folder } from '../src/app/search/fold.js';
import { searchWords } from '../src/app/search/words.js';
import { searchContacts } from '../src/app/search-contacts.js';
import { type Position, segmentsOf } from '../src/store/contact-order.js';
import { countContacts, findContacts, STATUSES } from '../src/store/contact-search.js';
import { type ContactStatistics, ContactStatisticsReader } from '../src/store/contact-statistics.js';
import { DAY, HOUR, NOON, testClock } from './support/clock.js';
import { useDatabase } from './support/database.js';
import { asAgent, factories } from './support/factories.js';

const database = useDatabase();

type Query = z.input<typeof ContactSearchQuery>;

let workspaceId: string;
let ada: Actor;
let own: Actor;
let adaId: string;
let ownId: string;
let deps: Deps;

const search = (query: Query, actor: Actor = ada) =>
  searchContacts(deps, {
    actor,
    query: ContactSearchQuery.parse({ status: 'any', ...query }),
    folder: new Folder(database.db),
    statistics: new ContactStatisticsReader(database.db, deps.clock),
    defaultCountry: 'DE',
  });
const names = async (query: Query, actor?: Actor) =>
  (await search(query, actor)).items.map(({ firstName, lastName }) =>
    [firstName, lastName].filter(Boolean).join(' '),
  );

beforeAll(async () => {
  const make = factories(database.db);
  workspaceId = (await make.workspace()).id;
  const adaRow = await make.agent(workspaceId, { name: 'Ada' });
  const ownRow = await make.agent(workspaceId, { name: 'Olga', role: 'agent_own' });
  [adaId, ownId] = [adaRow.id, ownRow.id];
  [ada, own] = [asAgent(adaRow), asAgent(ownRow)];
  deps = {
    db: database.db,
    queue: { enqueueDispatch: () => Promise.reject(new Error('a search sends nothing')) },
    clock: testClock(),
    accounts: new Map(),
    presetFor: () => presets.current,
  };
});

describe('finding a contact', () => {
  beforeAll(async () => {
    const make = factories(database.db);
    const people = [
      ['Jürgen', 'Müller-Lüdenscheid', 'juergen.mueller@example.com', '+491701234567'],
      ['Zoë', "O'Brien", 'zoe_100%@example.org', '+436601112223'],
      ['Анна', 'Каренина', 'anna.k@пример.example', '+79161234567'],
      ['王', '小明', null, '+8613912345678'],
      ['Groß', 'Straße', 'nada@example.com', '+390612345678'],
      [null, null, 'ada@example.net', null],
      [null, null, 'anna-lena@example.net', null],
      ['Umlaut', null, 'kürt-ö@bücher.example', null],
      ['Back\\slash', 'Under_score', null, null],
    ] as const;
    for (const [first_name, last_name, email, phone] of people)
      await make.contact(workspaceId, { first_name, last_name, email, phone });
    // The same people elsewhere must never turn up.
    const other = (await make.workspace()).id;
    await make.contact(other, { first_name: 'Jürgen', last_name: 'Anders', phone: '+491701234567' });
  });

  it.each([
    ['jurgen', ['Jürgen Müller-Lüdenscheid']],
    ['JÜRGEN', ['Jürgen Müller-Lüdenscheid']],
    ['ju\u0308rgen', ['Jürgen Müller-Lüdenscheid']],
    ['udenschei', ['Jürgen Müller-Lüdenscheid']],
    ['Müller-Lüden', ['Jürgen Müller-Lüdenscheid']],
    ['jur mul', ['Jürgen Müller-Lüdenscheid']],
    ['jur anna', []],
    ['каре', ['Анна Каренина']],
    ['КАРЕ', ['Анна Каренина']],
    ['王', ['王 小明']],
    ['strasse', ['Groß Straße']],
    ['STRASSE', ['Groß Straße']],
    ["o'b", ["Zoë O'Brien"]],
  ])('by name: %s', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  it.each([
    ['lu', ['Jürgen Müller-Lüdenscheid']],
    ['ud', []],
    ['к', ['Анна Каренина']],
    ['a k', []],
  ])('by one or two letters only where a word begins: %s', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  it.each([
    '+49 170 1234567',
    '0170 123 45 67',
    '0170/1234567',
    '0049170',
    '170 12',
    '4567',
    '(0170) 1234-567',
    '+49 (0)170 1234567',
    '+4901701234567',
    '0049 0170 1234567',
  ])('by phone however it is written: %s', async (q) => {
    expect(await names({ q })).toContain('Jürgen Müller-Lüdenscheid');
    expect(await names({ q: `jur ${q}` })).toEqual(['Jürgen Müller-Lüdenscheid']);
  });

  it('by a whole national number of another country', async () => {
    expect(await names({ q: '0660 1112223' })).toEqual(["Zoë O'Brien"]);
    expect(await names({ q: '06 12345678' })).toEqual(['Groß Straße']);
  });

  it.each([
    ['ada@example.net', ['']],
    ['ADA@example.net', ['']],
    ['ada@', ['']],
    ['ada', ['']],
    ['juergen.m', ['Jürgen Müller-Lüdenscheid']],
    ['example', []],
    ['zoe_100%@', ["Zoë O'Brien"]],
    ['zoe_1', ["Zoë O'Brien"]],
    ['zoe%', []],
    ['zoeX100', []],
    ['anna-lena', ['']],
    ['anna-le', ['']],
    ['lena-anna', []],
    ['na-lena', []],
    ['anna-lena@ex', ['']],
    ['kürt-ö@bücher.example', ['Umlaut']],
    ['KURT-O@BUCHER', ['Umlaut']],
    ['kürt-ö', ['Umlaut']],
  ])('by e-mail, whole or by its start: %s', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  it.each([
    ['k\\sl', ['Back\\slash Under_score']],
    ['r_s', ['Back\\slash Under_score']],
    ['%', []],
    ['_', []],
    ['\\', []],
    ['r_z', []],
  ])('and takes %s for the characters themselves', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
  });

  it('says where the words stand, in the letters that are shown', async () => {
    const shown = async (q: string) => {
      const [item] = (await search({ q })).items;
      return item?.matches.map(({ field, start, end }) => [field, item[field]?.slice(start, end)]);
    };
    expect(await shown('jurgen mull')).toEqual([
      ['firstName', 'Jürgen'],
      ['lastName', 'Müll'],
    ]);
    expect(await shown('strasse')).toEqual([['lastName', 'Straße']]);
    expect(await shown('stras')).toEqual([['lastName', 'Straß']]);
    expect(await shown('anna-lena')).toEqual([['email', 'anna-lena']]);
    expect(await shown('müller-lüd')).toEqual([
      ['lastName', 'Müller'],
      ['lastName', 'Lüd'],
    ]);
    expect(await shown('0170 12')).toEqual([['phone', '+4917012']]);
    expect(await shown('234567 juergen.')).toEqual([
      ['email', 'juergen.'],
      ['phone', '234567'],
    ]);
  });

  it('refuses more words than it can look for', async () => {
    for (const q of ['a b c d e f g h i j k', 'a-b-c-d-e-f-g-h-i-j-k'])
      await expect(names({ q })).rejects.toMatchObject({
        code: 'validation_failed',
        errors: [{ field: 'q', expected: 'at most 10 words' }],
      });
  });
});

describe('listing contacts', () => {
  const FIRST = ['Ann', 'Anna', 'Bob', 'Börje', 'Mariana', null];
  const LAST = ['Marian', 'Lee', 'Øst', 'anders', null];
  let rows: NaiveRow[];
  let statistics: ContactStatistics;

  beforeAll(async () => {
    workspaceId = (await factories(database.db).workspace()).id;
    ada = { ...ada, workspaceId };
    own = { ...own, workspaceId };
    await sql`update agent set workspace_id = ${workspaceId} where id in (${adaId}, ${ownId})`.execute(
      database.db,
    );
    const random = fc.sample(
      fc.record({
        first_name: fc.constantFrom(...FIRST),
        last_name: fc.constantFrom(...LAST),
        email: fc.option(fc.constantFrom('ann@x.example', 'bob.lee@y.example', 'marian@z.example')),
        phone: fc.option(fc.integer({ min: 100, max: 999 }).map((n) => `+49170${n}`)),
        country: fc.option(fc.constantFrom('DE', 'AT')),
        tags: fc.subarray(['vip', 'Press', 'Über "uns", {NULL}\\']),
        channels: fc.subarray(['whatsapp', 'email', 'wechat']),
        conversation_status: fc.constantFrom('open' as const, 'snoozed' as const, 'closed' as const),
        assignee_id: fc.option(fc.constantFrom(adaId, ownId)),
        last_activity_at: instant,
        closed_at: fc.option(instant),
        window_closes_at: fc.option(instant),
      }),
      { numRuns: 300, seed: 7 },
    );
    const make = factories(database.db);
    for (const row of random) await make.contact(workspaceId, row);
    await sql`analyze contact`.execute(database.db);
    statistics = await new ContactStatisticsReader(database.db, deps.clock).read();
    rows = await database.db
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .selectAll()
      .execute();
  });

  // Few different instants, so that ties are frequent.
  const instant = fc.integer({ min: -5, max: 5 }).map((days) => new Date(NOON + days * DAY));
  const query = fc.record({
    q: fc.constantFrom('', 'ann', 'a', 'mar', 'lee', 'ost', 'bob.lee@', '170', '01705', 'an le', 'zzz', '5'),
    status: fc.constantFrom('open', 'snoozed', 'closed', 'any'),
    inbox: fc.constantFrom('mine', 'unassigned', 'team', 'all'),
    sort: fc.constantFrom('recently_closed', 'last_activity', 'name', 'window_closing'),
    channel: fc.option(fc.subarray(['whatsapp', 'email'] as const), { nil: undefined }),
    tag: fc.option(fc.subarray(['VIP', 'press', 'über "UNS", {null}\\']), { nil: undefined }),
    country: fc.option(fc.subarray(['de', 'AT']), { nil: undefined }),
    limit: fc.integer({ min: 1, max: 40 }),
  });

  it('pages through exactly what a plain look at every row finds, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(query, fc.boolean(), async (asked, restricted) => {
        const actor = restricted ? own : ada;
        const expected = naive(rows, asked, restricted ? ownId : adaId, restricted);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await search(
            { ...asked, ...(cursor === undefined ? {} : { cursor }) } as Query,
            actor,
          );
          expect(page.total).toEqual({ count: expected.length, capped: false });
          expect(page.items.length).toBeLessThanOrEqual(asked.limit);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(seen).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('finds the same whichever step of the plan finds it', async () => {
    const bound = fc.constantFrom(1, 4, 30, 1000);
    const bounds = fc.record({
      exact: fc.constantFrom(0, 5, 1000),
      walk: bound,
      visits: bound,
      candidates: bound,
      longWalk: bound,
    });
    await fc.assert(
      fc.asyncProperty(query, bounds, fc.nat(200), fc.boolean(), async (asked, limits, skipped, all) => {
        const expected = naive(rows, asked, adaId, false);
        const parsed = ContactSearchQuery.parse(asked);
        const words = searchWords(asked.q, 'DE');
        const statuses = parsed.status === 'any' ? STATUSES : [parsed.status];
        const known = all ? { ...statistics, common: new Set<string>() } : statistics;
        const filter = contactFilter(ada, parsed, words, statuses, known);
        const segments = segmentsOf(parsed.sort, NOON);
        const find = (after: Position | null, count: number) =>
          findContacts(database.db, { filter, segments, after, count }, limits);
        const from = skipped === 0 ? null : (await find(null, skipped)).found.at(-1);
        const start = from ? expected.indexOf(from.id) + 1 : 0;
        const { found, total, byStatus } = await find(from ?? null, asked.limit);
        const left = expected.slice(start);
        expect(found.map(({ id }) => id)).toEqual(left.slice(0, asked.limit));
        if (total.capped) expect(total.count).toBeLessThan(left.length);
        else expect(total.count).toBe(left.length);
        if (byStatus)
          for (const status of STATUSES)
            expect(byStatus[status]).toBe(naive(rows, { ...asked, status }, adaId, false).length);
      }),
      { numRuns: 200 },
    );
  });

  it('says "more than 1,000" where statistics are sure, and a full page needs no further look', async () => {
    const parsed = ContactSearchQuery.parse({ q: 'an', status: 'any' });
    const plain = contactFilter(ada, parsed, searchWords('an', 'DE'), STATUSES, statistics);
    expect(plain.surelyMore).toBe(false);
    const filter = { ...plain, surelyMore: true, expected: 1_000_000, share: 0.3 };
    const segments = segmentsOf('recently_closed', NOON);
    const page = await findContacts(database.db, { filter, segments, after: null, count: 5 });
    expect(page.found).toHaveLength(5);
    expect(page.total).toEqual({ count: 1000, capped: true });
    const all = await findContacts(database.db, { filter, segments, after: null, count: 500 });
    expect(all.total).toEqual({ count: all.found.length, capped: false });
  });

  it('pages by name over names of 200 and 200 letters, and of letters that take four bytes', async () => {
    const make = factories(database.db);
    const elsewhere = (await make.workspace()).id;
    const long = (at: number) =>
      String.fromCodePoint(
        ...Array.from({ length: 200 }, (_, i) => 0x20000 + ((i * 7919 + at * 104729) % 40000)),
      );
    for (let at = 0; at < 40; at++) {
      const last = String.fromCodePoint(0x430 + (at % 8));
      await make.contact(elsewhere, {
        first_name: `${'ж'.repeat(198)}${at % 10}${last}`,
        last_name: `${'щ'.repeat(199)}${last}`,
      });
      await make.contact(elsewhere, { first_name: long(at), last_name: long(at + 1000) });
    }
    const all = await database.db
      .selectFrom('contact')
      .where('workspace_id', '=', elsewhere)
      .orderBy('sort_name')
      .orderBy('id')
      .select(['id', 'sort_name'])
      .execute();
    expect(new Set(all.map((row) => row.sort_name.length)).size).toBeGreaterThan(1);
    for (const q of ['', 'жжж', 'щ']) {
      const expected = all.filter((row) => row.sort_name.includes(q)).map(({ id }) => id);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search(
          { q, sort: 'name', limit: 7, ...(cursor === undefined ? {} : { cursor }) },
          { ...ada, workspaceId: elsewhere },
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(expected);
    }
  });

  it('leaves out of the index what most contacts have', () => {
    const common = [...statistics.common];
    expect(common).toEqual(expect.arrayContaining(['s:closed', 'c:DE', 'c:', 'a:', `a:${adaId}`]));
    expect(common.some((name) => name.startsWith('w:'))).toBe(true);
  });

  it('counts no further than the cap', async () => {
    await fc.assert(
      fc.asyncProperty(query, fc.integer({ min: 1, max: 120 }), async (asked, cap) => {
        const parsed = ContactSearchQuery.parse(asked);
        const statuses = parsed.status === 'any' ? STATUSES : [parsed.status];
        const filter = contactFilter(ada, parsed, searchWords(asked.q, 'DE'), statuses, statistics);
        const there = naive(rows, asked, adaId, false).length;
        expect(await countContacts(database.db, filter, cap)).toEqual({
          count: Math.min(there, cap),
          capped: there > cap,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('says under which status something is when nothing is under the chosen one', async () => {
    const make = factories(database.db);
    const contact = await make.contact(workspaceId, { first_name: 'Snowwhite' });
    await make.conversation(contact, { status: 'snoozed' });
    const result = await search({ q: 'snowwhite', status: 'closed' });
    expect(result).toMatchObject({
      items: [],
      total: { count: 0, capped: false },
      foundUnder: [{ status: 'snoozed', count: 1, capped: false }],
    });
    expect((await search({ q: 'snowwhite', status: 'closed' }, own)).foundUnder).toEqual([]);
    await database.db.deleteFrom('contact').where('id', '=', contact.id).execute();
  });

  it('shows the verdict of each channel', async () => {
    const make = factories(database.db);
    const contact = await make.contact(workspaceId, { first_name: 'Verdictia' });
    const whatsapp = await make.account(workspaceId, 'whatsapp');
    const lastInbound = new Date(NOON - 23 * HOUR);
    await make.identity(contact, whatsapp, { last_inbound_at: lastInbound });
    const [item] = (await search({ q: 'verdictia' })).items;
    expect(item?.channels).toEqual([
      { channel: 'whatsapp', verdict: 'open', closesAt: new Date(NOON + HOUR).toISOString() },
    ]);
    await database.db.deleteFrom('contact').where('id', '=', contact.id).execute();
  });

  it('refuses a cursor that another search gave out', async () => {
    const { nextCursor } = await search({ limit: 1 });
    await expect(search({ sort: 'name', cursor: nextCursor! })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'cursor' }],
    });
    const place = JSON.parse(Buffer.from(nextCursor!, 'base64url').toString());
    for (const key of ['2026-02-31 12:00:00+00', '2026-02-28 25:00:00+00', 'now', "'"]) {
      const forged = Buffer.from(JSON.stringify({ ...place, key })).toString('base64url');
      await expect(search({ cursor: forged })).rejects.toMatchObject({ errors: [{ field: 'cursor' }] });
    }
    await expect(search({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ errors: [{ field: 'cursor' }] });
  });
});

interface NaiveRow {
  id: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  tags: string[];
  channels: string[];
  conversation_status: string;
  assignee_id: string | null;
  last_activity_at: Date;
  closed_at: Date | null;
  window_closes_at: Date | null;
}

interface Asked {
  q: string;
  status: string;
  inbox: string;
  sort: string;
  channel: readonly string[] | undefined;
  tag: readonly string[] | undefined;
  country: readonly string[] | undefined;
}

/** The meaning of a search, written once more without any index. */
function naive(rows: readonly NaiveRow[], asked: Asked, me: string, restricted: boolean): string[] {
  const inbox = restricted ? 'mine' : asked.inbox;
  return rows
    .filter((row) => asked.status === 'any' || row.conversation_status === asked.status)
    .filter(
      ({ assignee_id: assignee }) =>
        inbox === 'all' ||
        (inbox === 'mine' && assignee === me) ||
        (inbox === 'team' && assignee !== null) ||
        (inbox === 'unassigned' && assignee === null),
    )
    .filter((row) => !asked.channel?.length || asked.channel.some((one) => row.channels.includes(one)))
    .filter((row) =>
      (asked.tag ?? []).every((one) => row.tags.some((tag) => tag.toLowerCase() === one.toLowerCase())),
    )
    .filter((row) => !asked.country?.length || asked.country.some((one) => row.country === one.toUpperCase()))
    .filter((row) => asked.q.split(' ').every((word) => word === '' || matches(row, word)))
    .sort(ORDERS[asked.sort]!)
    .map(({ id }) => id);
}

const plain = (text: string | null) =>
  (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').replace(/Ø/g, 'O').toLowerCase();

function matches(row: NaiveRow, word: string): boolean {
  const named = [plain(row.first_name), plain(row.last_name)];
  const digits = (row.phone ?? '').slice(1);
  if (word.includes('@')) return (row.email ?? '').startsWith(word);
  const local = (row.email ?? '').split('@')[0]!;
  if (/^0\d+$/.test(word) && digits.startsWith(`49${word.slice(1)}`)) return true;
  if (/^\d+$/.test(word) && digits.startsWith(`49${word}`)) return true;
  return word.length < 3
    ? [...named, digits, local].some((text) => text.startsWith(word))
    : [...named, digits].some((text) => text.includes(word)) || local.startsWith(word);
}

const by =
  (...keys: ((a: NaiveRow, b: NaiveRow) => number)[]) =>
  (a: NaiveRow, b: NaiveRow) =>
    keys.map((key) => key(a, b)).find((order) => order !== 0) ?? 0;
const time = (at: Date | null) => at?.getTime() ?? Number.NEGATIVE_INFINITY;
const less = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
const sortName = (row: NaiveRow) =>
  `${plain(row.last_name)} ${plain(row.first_name)}`.trim() || row.email || row.phone || '';
const closesLater = (row: NaiveRow) => (time(row.window_closes_at) > NOON ? 0 : 1);
const ORDERS: Record<string, (a: NaiveRow, b: NaiveRow) => number> = {
  recently_closed: by(
    (a, b) => less(time(b.closed_at), time(a.closed_at)),
    (a, b) => less(b.id, a.id),
  ),
  last_activity: by(
    (a, b) => less(time(b.last_activity_at), time(a.last_activity_at)),
    (a, b) => less(b.id, a.id),
  ),
  name: by(
    (a, b) => less(sortName(a), sortName(b)),
    (a, b) => less(a.id, b.id),
  ),
  window_closing: by(
    (a, b) => closesLater(a) - closesLater(b),
    (a, b) =>
      closesLater(a) === 0
        ? less(time(a.window_closes_at), time(b.window_closes_at)) || less(a.id, b.id)
        : less(time(b.window_closes_at), time(a.window_closes_at)) || less(b.id, a.id),
  ),
};
