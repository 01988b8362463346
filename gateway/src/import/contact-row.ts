import { addressKind } from '../store/address-kind.js';
import type { ConversationStatus } from '../store/database.js';
import { type ImportAccount, readAddress } from './accounts.js';
import type { ContactColumns, PlainColumn } from './contact-columns.js';
import { type Fault, Faults } from './faults.js';
import {
  readCountry,
  readEmail,
  readInstant,
  readLanguage,
  readList,
  readPast,
  readPhone,
  readText,
  readTimeZone,
  readWord,
} from './fields.js';

/** Columns of the contact table that a row may set; one that is not given stays as it is. */
export interface ContactValues {
  first_name?: string;
  last_name?: string;
  email?: string;
  phone?: string;
  country?: string;
  language?: string;
  time_zone?: string;
  lifecycle?: string;
}

export interface ContactAddress {
  readonly account: ImportAccount;
  readonly address: string;
  readonly optedOut: boolean;
  readonly blocked: boolean;
  readonly optedInMarketing: boolean;
}

/** A row of a contacts file, checked and normalised. Instants are epoch milliseconds. */
export interface ContactRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly externalId: string | null;
  readonly values: ContactValues;
  readonly tags: readonly string[] | undefined;
  readonly custom: Readonly<Record<string, string>>;
  /** External ids of agents. */
  readonly owner: string | undefined;
  readonly assignee: string | undefined;
  /** For agents who have not signed in yet. */
  readonly ownerName: string | undefined;
  readonly assigneeName: string | undefined;
  readonly status: ConversationStatus | undefined;
  readonly closedAt: number | undefined;
  readonly snoozedUntil: number | undefined;
  readonly closingCategory: string | undefined;
  readonly closingSummary: string | undefined;
  readonly createdAt: number | undefined;
  readonly lastActivityAt: number | undefined;
  readonly addresses: readonly ContactAddress[];
}

export interface ContactRowOptions {
  readonly columns: ContactColumns;
  readonly accounts: readonly ImportAccount[];
  /** ISO 3166-1 alpha-2, for phones in national notation of contacts without a country. */
  readonly defaultCountry: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const CONSENTS = ['opted_out', 'blocked', 'opted_in_marketing'] as const;

/** Checks one row. An empty cell says nothing: it neither sets nor clears. */
export function readContact(
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  { columns, accounts, defaultCountry, now }: ContactRowOptions,
): { record: ContactRecord } | { faults: readonly Fault[] } {
  const faults = new Faults();
  const cell = (index: number | undefined) => (index === undefined ? '' : (cells[index] ?? '').trim());
  const given = <T>(column: PlainColumn, read: (value: string) => T): T | undefined => {
    const value = cell(columns.plain.get(column));
    return value === '' ? undefined : faults.try(column, () => read(value));
  };
  const name = (value: string) => readText(value, 200);
  const past = (value: string) => readPast(value, now);

  const country = given('country', readCountry);
  const home = country ?? defaultCountry;
  const values = withoutUndefined({
    first_name: given('first_name', name),
    last_name: given('last_name', name),
    email: given('email', readEmail),
    phone: given('phone', (value) => readPhone(value, home)),
    country,
    language: given('language', readLanguage),
    time_zone: given('time_zone', readTimeZone),
    lifecycle: given('lifecycle', (value) => readText(value, 100)),
  });
  const custom: Record<string, string> = {};
  for (const [key, index] of columns.custom) {
    const value = cell(index);
    if (value === '') continue;
    const text = faults.try(`custom.${key}`, () => readText(value, 2000));
    if (text !== undefined) custom[key] = text;
  }
  const record: ContactRecord = {
    line,
    cells,
    externalId: given('external_id', name) ?? null,
    values,
    tags: given('tags', (value) => readList(value, 100)),
    custom,
    owner: given('owner', name),
    assignee: given('assignee', name),
    ownerName: given('owner_name', name),
    assigneeName: given('assignee_name', name),
    status: given('status', (value) => readWord(value, ['open', 'snoozed', 'closed'])),
    closedAt: given('closed_at', past),
    snoozedUntil: given('snoozed_until', readInstant),
    closingCategory: given('closing_category', (value) => readText(value, 100)),
    closingSummary: given('closing_summary', (value) => readText(value, 2000)),
    createdAt: given('created_at', past),
    lastActivityAt: given('last_activity_at', past),
    addresses: addressesOf(values, home, { columns, accounts, cell, faults }),
  };
  if (faults.list.length === 0 && record.externalId === null && !values.email && !values.phone) {
    faults.add('external_id, email, phone', 'one of them must tell the contact apart');
  }
  if (record.status === 'snoozed' && record.snoozedUntil === undefined) {
    faults.add('snoozed_until', 'a snoozed conversation needs it');
  }
  return faults.list.length > 0 ? { faults: faults.list } : { record };
}

/**
 * The addresses that a row gives. An account with a `channel.<key>` column has what stands there; an e-mail,
 * SMS or WhatsApp account without one has the contact's e-mail address or phone.
 */
function addressesOf(
  values: ContactValues,
  country: string,
  {
    columns,
    accounts,
    cell,
    faults,
  }: {
    columns: ContactColumns;
    accounts: readonly ImportAccount[];
    cell: (index: number | undefined) => string;
    faults: Faults;
  },
): ContactAddress[] {
  return accounts.flatMap((account): ContactAddress[] => {
    const index = columns.channels.get(account);
    const value = cell(index);
    const kind = addressKind(account.channel);
    const usual = index !== undefined || kind === 'id' ? undefined : values[kind];
    const address =
      value === ''
        ? usual
        : faults.try(`channel.${account.key}`, () => readAddress(account.channel, value, country));
    const column = `consent.${account.key}`;
    const words = cell(columns.consents.get(account));
    const consents =
      faults.try(column, () => readList(words, 50).map((word) => readWord(word, CONSENTS))) ?? [];
    if (address === undefined) {
      if (consents.length > 0 && value === '') faults.add(column, 'the contact has no address there');
      return [];
    }
    return [
      {
        account,
        address,
        optedOut: consents.includes('opted_out'),
        blocked: consents.includes('blocked'),
        optedInMarketing: consents.includes('opted_in_marketing'),
      },
    ];
  });
}

function withoutUndefined(
  values: { [K in keyof ContactValues]: ContactValues[K] | undefined },
): ContactValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as ContactValues;
}
