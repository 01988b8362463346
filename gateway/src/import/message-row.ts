import { OPENERS, type Opener } from '@outbound-composer/core';
import { z } from 'zod';
import { type ImportAccount, readAddress } from './accounts.js';
import { type Fault, Faults } from './faults.js';
import { readEmail, readPast, readPhone, readText } from './fields.js';
import type { JsonRow } from './ndjson.js';
import { REJECT_MEMBER } from './rejects.js';

/** How a message says whom it belongs to. */
export type ContactKey = { readonly by: 'externalId' | 'email' | 'phone' | 'id'; readonly value: string };

/** A line of a messages file, checked and normalised. */
export interface MessageRecord {
  readonly row: JsonRow;
  readonly externalId: string;
  readonly contact: ContactKey;
  readonly account: ImportAccount;
  readonly address: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly opener: Opener;
  /** External id of the agent who wrote it; absent: a machine did. */
  readonly author: string | undefined;
  /** For an agent who has not signed in yet. */
  readonly authorName: string | undefined;
  readonly status: 'received' | 'sent' | 'delivered' | 'read' | 'failed';
}

export interface MessageRowOptions {
  /** By their keys. */
  readonly accounts: ReadonlyMap<string, ImportAccount>;
  readonly defaultCountry: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const word = (words: readonly string[]) => ({ error: `expected one of ${words.join(', ')}` });
const given = {
  error: (issue: { input?: unknown }) => (issue.input === undefined ? 'is missing' : 'expected text'),
};
const OUTBOUND = ['sent', 'delivered', 'read', 'failed'] as const;
const STATUSES = ['received', ...OUTBOUND] as const;

const Line = z.strictObject({
  external_id: z.string(given),
  contact: z.string(given),
  account: z.string(given),
  address: z.string(given).optional(),
  direction: z.enum(['inbound', 'outbound'], word(['inbound', 'outbound'])),
  at: z.string(given),
  text: z.string(given),
  opener: z.enum(OPENERS, word(OPENERS)).optional(),
  author: z.string(given).optional(),
  author_name: z.string(given).optional(),
  status: z.enum(STATUSES, word(STATUSES)).optional(),
  [REJECT_MEMBER]: z.unknown().optional(),
});

export function readMessage(
  row: JsonRow,
  { accounts, defaultCountry, now }: MessageRowOptions,
): { record: MessageRecord } | { faults: readonly Fault[] } {
  if (row.fault !== undefined) return { faults: [{ field: '', reason: row.fault }] };
  const line = Line.safeParse(row.value);
  if (!line.success) return { faults: line.error.issues.flatMap(faultsOf) };

  const faults = new Faults();
  const { direction, opener = 'message', status, ...texts } = line.data;
  const filled = (field: 'external_id' | 'account' | 'text', longest: number) => {
    const value = faults.try(field, () => readText(texts[field], longest));
    if (value === '') faults.add(field, 'is empty');
    return value ?? '';
  };
  const account = accounts.get(filled('account', 100));
  if (!account && texts.account.trim() !== '') {
    faults.add(
      'account',
      `there is no such account; known are ${[...accounts.keys()].join(', ') || 'none yet'}`,
    );
  }
  const { address: where, author, author_name: authorName } = texts;
  const record = {
    row,
    externalId: filled('external_id', 400),
    contact: faults.try('contact', () => readContactKey(texts.contact, defaultCountry)),
    address:
      account && where !== undefined
        ? faults.try('address', () => readAddress(account.channel, where, defaultCountry))
        : undefined,
    direction,
    at: faults.try('at', () => readPast(texts.at, now)),
    text: filled('text', 100_000),
    opener,
    author: author === undefined ? undefined : faults.try('author', () => readText(author, 200)),
    authorName:
      authorName === undefined ? undefined : faults.try('author_name', () => readText(authorName, 200)),
    status: status ?? (direction === 'inbound' ? 'received' : 'sent'),
  } as const;
  if ((record.status === 'received') !== (direction === 'inbound')) {
    faults.add(
      'status',
      `an ${direction} message is ${direction === 'inbound' ? 'received' : OUTBOUND.join(', ')}`,
    );
  }
  const { contact, at } = record;
  if (faults.list.length > 0 || !account || !contact || at === undefined) return { faults: faults.list };
  return { record: { ...record, account, contact, at } };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A contact is named by its external id, or by `email:`, `phone:` or `id:`. @throws FieldFault */
function readContactKey(value: string, country: string): ContactKey {
  const [, prefix, rest = ''] = /^(email|phone|id):(.+)$/is.exec(value.trim()) ?? [];
  switch (prefix?.toLowerCase()) {
    case 'email':
      return { by: 'email', value: readEmail(rest) };
    case 'phone':
      return { by: 'phone', value: readPhone(rest, country) };
    case 'id':
      if (UUID.test(rest)) return { by: 'id', value: rest.toLowerCase() };
  }
  return { by: 'externalId', value: readText(value, 200) };
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(Line.shape).filter((key) => key !== REJECT_MEMBER);
    return issue.keys.map((field) => ({ field, reason: `is unknown; known are ${known.join(', ')}` }));
  }
  return [{ field: issue.path.join('.'), reason: issue.message }];
}
