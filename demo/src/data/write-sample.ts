import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { type CrmAccount, crmAccount } from '../crm/accounts.js';
import type { Customer, SandboxChannel } from '../sandbox/customers.js';
import { SANDBOX_CHANNELS } from '../sandbox/customers.js';
import { makeSample, type SampleOrder } from './make-sample.js';
import type { SampleContact } from './sample.js';

/** Where the gateway knows these contacts from: `external:crm/C-00001`. */
export const SAMPLE_SOURCE = 'crm';
/** Records that the CRM page lists. */
const CRM_ACCOUNTS = 240;

export interface SampleFiles {
  /** For `gateway import`. */
  readonly contacts: string;
  readonly messages: string;
  /** Who owns the phones and mailboxes of the sandbox. */
  readonly customers: string;
  /** The CRM's own records. */
  readonly accounts: string;
}

export function sampleFiles(folder: string): SampleFiles {
  return {
    contacts: join(folder, 'contacts.csv'),
    messages: join(folder, 'messages.ndjson'),
    customers: join(folder, 'customers.ndjson'),
    accounts: join(folder, 'accounts.json'),
  };
}

/** Makes the sample and writes its files, in the formats of the gateway's import. */
export async function writeSample(folder: string, order: SampleOrder): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const files = sampleFiles(folder);
  const contacts = [...makeSample(order)];
  const accounts: CrmAccount[] = contacts.slice(0, CRM_ACCOUNTS).map(crmAccount);
  await Promise.all([
    pipeline(Readable.from(contactLines(contacts)), createWriteStream(files.contacts)),
    pipeline(Readable.from(messageLines(contacts)), createWriteStream(files.messages)),
    pipeline(Readable.from(customerLines(contacts)), createWriteStream(files.customers)),
    writeFile(files.accounts, JSON.stringify(accounts)),
  ]);
  return files;
}

function* contactLines(contacts: readonly SampleContact[]): Generator<string> {
  const accounts = [
    ...new Set(contacts.flatMap(({ identities }) => identities.map((one) => one.account))),
  ].sort();
  const columns = [
    ...PERSON_COLUMNS,
    ...accounts.map((key) => `channel.${key}`),
    ...accounts.map((key) => `consent.${key}`),
  ];
  yield stringify([columns]);
  for (const contact of contacts) {
    const on = new Map(contact.identities.map((identity) => [identity.account, identity]));
    const { conversation } = contact;
    yield stringify([
      [
        contact.externalId,
        contact.firstName,
        contact.lastName,
        contact.email,
        contact.phoneAsTyped,
        contact.country,
        contact.language,
        contact.timeZone,
        contact.tags.join('|'),
        contact.lifecycle,
        contact.owner,
        conversation.assignee,
        conversation.status,
        instant(conversation.closedAt),
        instant(conversation.snoozedUntil),
        conversation.category,
        conversation.summary,
        instant(contact.createdAt),
        instant(contact.messages.at(-1)?.at ?? conversation.closedAt ?? contact.createdAt),
        contact.customFields.bike,
        contact.customFields.orders,
        ...accounts.map((key) => on.get(key)?.address ?? ''),
        ...accounts.map((key) => {
          const identity = on.get(key);
          if (identity === undefined) return '';
          return [
            ...(identity.optedOut ? ['opted_out'] : []),
            ...(identity.blocked ? ['blocked'] : []),
            ...(identity.optedInMarketing ? ['opted_in_marketing'] : []),
          ].join('|');
        }),
      ],
    ]);
  }
}

const PERSON_COLUMNS = [
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
  'assignee',
  'status',
  'closed_at',
  'snoozed_until',
  'closing_category',
  'closing_summary',
  'created_at',
  'last_activity_at',
  'custom.bike',
  'custom.orders',
];

function* messageLines(contacts: readonly SampleContact[]): Generator<string> {
  for (const { externalId, messages } of contacts)
    for (const message of messages)
      yield `${JSON.stringify({
        external_id: message.externalId,
        contact: externalId,
        account: message.account,
        address: message.address,
        direction: message.direction,
        at: instant(message.at),
        text: message.text,
        ...(message.opener === null ? {} : { opener: message.opener }),
        ...(message.agent === null ? {} : { author: message.agent }),
        status: message.status,
      })}\n`;
}

function* customerLines(contacts: readonly SampleContact[]): Generator<string> {
  for (const { externalId, firstName, lastName, identities, messages } of contacts) {
    const addresses: Partial<Record<SandboxChannel, string>> = {};
    for (const channel of SANDBOX_CHANNELS) {
      const identity = identities.find((one) => one.channel === channel);
      if (identity !== undefined) addresses[channel] = identity.address;
    }
    if (Object.keys(addresses).length === 0) continue;
    const wrote = messages.filter(
      ({ channel, direction }) => channel === 'whatsapp' && direction === 'inbound',
    );
    const customer: Customer = {
      id: externalId,
      name: [firstName, lastName].filter(Boolean).join(' '),
      addresses,
      wroteWhatsAppAt: wrote.at(-1)?.at ?? null,
    };
    yield `${JSON.stringify(customer)}\n`;
  }
}

function instant(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
