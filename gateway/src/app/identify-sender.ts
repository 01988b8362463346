import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { addressKind } from '../store/address-kind.js';
import { audit } from '../store/audit.js';
import { applyEarlyConsents, lockAddress } from '../store/consent.js';
import type { Database } from '../store/database.js';
import { identityAt } from '../store/identity-at.js';
import type { ReceivingAccount } from './receive-channel-events.js';
import { auditConsent } from './receive-consent.js';

export type IdentityRow = Selectable<Database['identity']>;

/** Somebody as the provider names them. */
export interface Sender {
  readonly address: string;
  /** Another address of the same person at the same account. */
  readonly alias?: string | null | undefined;
  /** Name that the provider knows, for a contact we do not know yet. */
  readonly name: string | null;
}

/** The identity of somebody who writes, or is written to, locked; made with its contact when it is the first time. */
export async function lockIdentity(
  tx: Transaction<Database>,
  account: ReceivingAccount,
  sender: Sender,
  now: number,
): Promise<IdentityRow> {
  const { address, alias = null } = sender;
  const ref = { workspaceId: account.workspaceId, accountId: account.id };
  const find = async () =>
    (await identityAt(tx, { ...ref, address })
      .forNoKeyUpdate()
      .executeTakeFirst()) ??
    (alias === null
      ? undefined
      : await identityAt(tx, { ...ref, address: alias })
          .forNoKeyUpdate()
          .executeTakeFirst());
  let known = await find();
  if (!known) {
    // Two first messages at once must not make two contacts.
    await lockAddress(tx, { ...ref, address });
    known = await find();
  }
  return known ? rename(tx, known, sender) : meet(tx, account, sender, now);
}

/** Notes what else somebody known is called now. */
async function rename(
  tx: Transaction<Database>,
  identity: IdentityRow,
  { address, alias }: Sender,
): Promise<IdentityRow> {
  if (alias == null || (identity.alias === alias && identity.address === address)) return identity;
  // Two identities that turn out to be one person stay two: merging contacts is for people to decide.
  const taken = await tx
    .selectFrom('identity')
    .where('workspace_id', '=', identity.workspace_id)
    .where('channel_account_id', '=', identity.channel_account_id)
    .where('id', '!=', identity.id)
    .where((eb) => eb.or([eb('address', 'in', [address, alias]), eb('alias', 'in', [address, alias])]))
    .select('id')
    .executeTakeFirst();
  if (taken) return identity;
  await tx
    .updateTable('identity')
    .set({ address, alias })
    .where('workspace_id', '=', identity.workspace_id)
    .where('id', '=', identity.id)
    .execute();
  return { ...identity, address, alias };
}

async function meet(
  tx: Transaction<Database>,
  account: ReceivingAccount,
  sender: Sender,
  now: number,
): Promise<IdentityRow> {
  const { workspaceId } = account;
  const contactId =
    (await findByAddress(tx, account, sender.address)) ?? (await createContact(tx, account, sender, now));
  const identity = await tx
    .insertInto('identity')
    .values({
      workspace_id: workspaceId,
      id: uuid(),
      contact_id: contactId,
      channel_account_id: account.id,
      channel: account.channel,
      address: sender.address,
      alias: sender.alias ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const { change } of await applyEarlyConsents(tx, workspaceId, [identity.id])) {
    await auditConsent(tx, { workspaceId, contactId, identityId: identity.id, now, change });
  }
  return identity;
}

/** A contact already known by this phone number or e-mail address, if there is exactly one. */
async function findByAddress(
  tx: Transaction<Database>,
  { workspaceId, channel }: ReceivingAccount,
  address: string,
): Promise<string | undefined> {
  const kind = addressKind(channel);
  if (kind === 'id') return undefined;
  const rows = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .$if(kind === 'phone', (query) => query.where('phone', '=', address))
    .$if(kind === 'email', (query) => query.where(sql`lower(email)`, '=', address.toLowerCase()))
    .select('id')
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]!.id : undefined;
}

async function createContact(
  tx: Transaction<Database>,
  { workspaceId, channel, id: accountId }: ReceivingAccount,
  { address, name }: Sender,
  now: number,
): Promise<string> {
  const id = uuid();
  const kind = addressKind(channel);
  const [first, ...rest] = (name ?? '').trim().split(/\s+/);
  const at = new Date(now);
  await tx
    .insertInto('contact')
    .values({
      workspace_id: workspaceId,
      id,
      first_name: first || null,
      last_name: rest.join(' ') || null,
      // A sender who hides the number is named by an id.
      phone: kind === 'phone' && address.startsWith('+') ? address : null,
      email: kind === 'email' ? address : null,
      last_activity_at: at,
    })
    .execute();
  await audit(tx, {
    workspaceId,
    at,
    by: 'contact',
    action: 'contact_created',
    contactId: id,
    detail: { channel, channelAccountId: accountId },
  });
  return id;
}
