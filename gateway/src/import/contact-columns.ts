import type { ImportAccount } from './accounts.js';
import { ImportError } from './import-error.js';
import { REJECT_COLUMNS } from './rejects.js';

const PLAIN = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'phone',
  'country',
  'language',
  'time_zone',
  'tags',
  'lifecycle',
  'owner',
  'owner_name',
  'assignee',
  'assignee_name',
  'status',
  'closed_at',
  'snoozed_until',
  'closing_category',
  'closing_summary',
  'created_at',
  'last_activity_at',
] as const;
export type PlainColumn = (typeof PLAIN)[number];

/** What each column of a contacts file means, by its position. */
export interface ContactColumns {
  readonly plain: ReadonlyMap<PlainColumn, number>;
  readonly custom: ReadonlyMap<string, number>;
  readonly channels: ReadonlyMap<ImportAccount, number>;
  readonly consents: ReadonlyMap<ImportAccount, number>;
  /** Names in their order, for the rejects file. */
  readonly names: readonly string[];
  /** Positions that rows keep; those of an earlier rejects file are passed over. */
  readonly kept: readonly number[];
}

/** Reads a header. Nothing is guessed: an unknown column stops the import. @throws ImportError */
export function readHeader(header: readonly string[], accounts: readonly ImportAccount[]): ContactColumns {
  const byKey = new Map(accounts.map((account) => [account.key, account]));
  const plain = new Map<PlainColumn, number>();
  const custom = new Map<string, number>();
  const channels = new Map<ImportAccount, number>();
  const consents = new Map<ImportAccount, number>();
  const seen = new Set<string>();
  const kept: number[] = [];
  const names = header.map((name) => name.trim());

  for (const [index, name] of names.entries()) {
    if (seen.has(name)) throw new ImportError(`The column "${name}" stands twice in the header`);
    seen.add(name);
    if (REJECT_COLUMNS.some((column) => column === name)) continue;
    kept.push(index);
    const [kind, ...rest] = name.split('.');
    const key = rest.join('.');
    if (isPlain(name)) plain.set(name, index);
    else if (kind === 'custom' && key !== '') custom.set(key, index);
    else if (kind === 'channel' || kind === 'consent') {
      const account = byKey.get(key);
      if (!account) throw new ImportError(unknownAccount(name, key, accounts));
      (kind === 'channel' ? channels : consents).set(account, index);
    } else throw new ImportError(unknownColumn(name));
  }
  if (!plain.has('external_id') && !plain.has('email') && !plain.has('phone')) {
    throw new ImportError(
      'The header has none of the columns external_id, email and phone; one of them must tell the contacts apart',
    );
  }
  return { plain, custom, channels, consents, names, kept };
}

function isPlain(name: string): name is PlainColumn {
  return (PLAIN as readonly string[]).includes(name);
}

function unknownColumn(name: string): string {
  return `The column "${name}" is unknown; known are ${PLAIN.join(', ')}, custom.<name>, channel.<account key> and consent.<account key>`;
}

function unknownAccount(column: string, key: string, accounts: readonly ImportAccount[]): string {
  const known = accounts.map((account) => account.key).join(', ') || 'none yet';
  return `The column "${column}" names no account of this workspace: there is no "${key}"; known are ${known}`;
}
