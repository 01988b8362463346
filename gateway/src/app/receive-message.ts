import { advanceWindow, EMPTY_ROW, opensWindow } from '@outbound-composer/core';
import { type Selectable, sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { ChannelEvent } from '../channels/adapter.js';
import { addressKind } from '../store/address-kind.js';
import { audit } from '../store/audit.js';
import { applyEarlyConsents, lockAddress } from '../store/consent.js';
import { type ConversationRow, lockOrStartConversation, updateConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { epochOrNull } from '../store/instants.js';
import { type MessageRow, messageOut } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import { countSince } from '../store/reservation.js';
import { announceConversation } from './change-conversation.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';
import { auditConsent } from './receive-consent.js';
import { opened } from './reopen.js';

type MessageEvent = Extract<ChannelEvent, { type: 'message' }>;
type Identity = Selectable<Database['identity']>;

/**
 * Takes in a message of a contact: it opens the window and the conversation; a sender unknown so far becomes a
 * contact. Returns false when the message is already here.
 */
export async function receiveMessage(
  { db, clock, presetFor }: Deps,
  account: ReceivingAccount,
  event: MessageEvent,
): Promise<boolean> {
  const now = clock();
  // A provider's clock that is ahead must not open a window in the future, which the rules take for a mistake.
  const at = new Date(Math.min(event.at, now));
  const { workspaceId } = account;
  const preset = presetFor(workspaceId);

  return db.transaction().execute(async (tx) => {
    const identity = await lockIdentity(tx, account, event, now);
    const { contact_id: contactId } = identity;
    const before = await lockOrStartConversation(tx, workspaceId, contactId, at);
    const message = await insertMessage(tx, { account, identity, conversationId: before.id, event, at });
    if (!message) return false;

    await advance(tx, identity, message, preset);
    const conversation = await activate(tx, before, at, now);
    await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset });
    await announceConversation(tx, conversation, new Date(now));
    const stamp = { workspaceId, contactId, assigneeId: conversation.assignee_id, at: new Date(now) };
    await recordEvent(
      tx,
      { ...stamp, type: 'message.created', payload: { message: messageOut(message) } },
      { ...stamp, type: 'contact.changed', payload: {} },
    );
    return true;
  });
}

/** The identity that wrote, locked; made with its contact when it is the first time that it writes. */
async function lockIdentity(
  tx: Transaction<Database>,
  account: ReceivingAccount,
  event: MessageEvent,
  now: number,
): Promise<Identity> {
  const find = () =>
    tx
      .selectFrom('identity')
      .where('workspace_id', '=', account.workspaceId)
      .where('channel_account_id', '=', account.id)
      .where('address', '=', event.from)
      .selectAll()
      .forNoKeyUpdate()
      .executeTakeFirst();
  const known = await find();
  if (known) return known;

  // Two first messages at once must not make two contacts.
  await lockAddress(tx, { workspaceId: account.workspaceId, accountId: account.id, address: event.from });
  const meanwhile = await find();
  if (meanwhile) return meanwhile;
  const contactId =
    (await findByAddress(tx, account, event.from)) ?? (await createContact(tx, account, event, now));
  const identity = await tx
    .insertInto('identity')
    .values({
      workspace_id: account.workspaceId,
      id: uuid(),
      contact_id: contactId,
      channel_account_id: account.id,
      channel: account.channel,
      address: event.from,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const { workspaceId } = account;
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
  { from, name }: MessageEvent,
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
      phone: kind === 'phone' ? from : null,
      email: kind === 'email' ? from : null,
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

/** Undefined when the provider's id is already here. */
async function insertMessage(
  tx: Transaction<Database>,
  {
    account,
    identity,
    conversationId,
    event,
    at,
  }: {
    readonly account: ReceivingAccount;
    readonly identity: Identity;
    readonly conversationId: string;
    readonly event: MessageEvent;
    readonly at: Date;
  },
): Promise<MessageRow | undefined> {
  return tx
    .insertInto('message')
    .values({
      workspace_id: account.workspaceId,
      id: uuid(),
      contact_id: identity.contact_id,
      conversation_id: conversationId,
      identity_id: identity.id,
      channel_account_id: account.id,
      channel: account.channel,
      direction: 'inbound',
      author_kind: 'contact',
      author_name: event.name,
      opener: event.opener,
      content: JSON.stringify(event.content),
      status: 'received',
      at,
      provider_id: event.providerId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_account_id', 'provider_id'])
        .where('provider_id', 'is not', null)
        .doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Opens the window by this message, and counts ours since then. */
async function advance(
  tx: Transaction<Database>,
  identity: Identity,
  message: MessageRow,
  preset: ReturnType<Deps['presetFor']>,
): Promise<void> {
  const { row } = advanceWindow(
    {
      ...EMPTY_ROW,
      lastInboundAt: epochOrNull(identity.last_inbound_at),
      opener: identity.opener,
      outboundSinceInbound: identity.outbound_since_inbound,
    },
    { id: message.id, at: message.at.getTime(), direction: 'inbound', opener: message.opener ?? 'message' },
    opensWindow(identity.channel, preset),
  );
  if (row.lastInboundAt === null) return;
  const lastInboundAt = new Date(row.lastInboundAt);
  const moved = identity.last_inbound_at?.getTime() !== row.lastInboundAt;
  if (!moved && row.opener === identity.opener) return;
  await tx
    .updateTable('identity')
    .set({
      last_inbound_at: lastInboundAt,
      opener: row.opener,
      // Counted and not set to 0, because a message that comes late may lie before some of ours.
      ...(moved && {
        outbound_since_inbound: await countSince(tx, identity.workspace_id, identity.id, lastInboundAt),
      }),
    })
    .where('workspace_id', '=', identity.workspace_id)
    .where('id', '=', identity.id)
    .execute();
}

/**
 * Opens the conversation of a customer who writes; whoever had it keeps it. What was written before it was closed
 * and comes late leaves it closed.
 */
async function activate(
  tx: Transaction<Database>,
  before: ConversationRow,
  at: Date,
  now: number,
): Promise<ConversationRow> {
  const last_activity_at = at > before.last_activity_at ? at : before.last_activity_at;
  if (before.status === 'open' || isFromBeforeClosing(before, at))
    return updateConversation(tx, before, { last_activity_at });
  const row = await updateConversation(tx, before, {
    ...opened(new Date(now)),
    last_activity_at,
    reopen_reason: null,
  });
  await audit(tx, {
    workspaceId: row.workspace_id,
    at: new Date(now),
    by: 'contact',
    action: 'conversation_reopened',
    contactId: row.contact_id,
    conversationId: row.id,
    detail: { from: before.status },
  });
  return row;
}

/** Many providers tell whole seconds, so what was written in the second of the closing counts as after it. */
const isFromBeforeClosing = ({ status, closed_at }: ConversationRow, at: Date): boolean =>
  status === 'closed' && closed_at !== null && at.getTime() < Math.floor(closed_at.getTime() / 1000) * 1000;
