import { sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { ChannelEvent } from '../channels/adapter.js';
import { lockOrStartConversation, updateConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { lockProviderId, type ProviderRef } from '../store/early-status.js';
import { identityAt } from '../store/identity-at.js';
import { EMPTY_MESSAGE, insertMessage, type MessageRow, updateMessage } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import { announceMessage, messageEvent } from './announce-message.js';
import { announceConversation } from './change-conversation.js';
import { applyStatus } from './delivery-status.js';
import type { Deps } from './deps.js';
import { type IdentityRow, lockIdentity } from './identify-sender.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type EchoEvent = Extract<ChannelEvent, { type: 'echo' }>;

/**
 * Takes in what somebody of ours wrote in the provider's own app: it joins the history, counts among our messages
 * since the contact's last act, and opens neither window nor conversation. Providers repeat our own messages in the
 * same way, so one that is on its way through us is recognised and settled by it. Returns false when it is known.
 */
export async function receiveEcho(
  { db, clock, presetFor }: Deps,
  account: ReceivingAccount,
  event: EchoEvent,
): Promise<boolean> {
  const now = clock();
  const at = new Date(Math.min(event.at, now));
  const { workspaceId } = account;
  const ref = { workspaceId, accountId: account.id, providerId: event.providerId };
  return db.transaction().execute(async (tx) => {
    await lockProviderId(tx, ref);
    if (await isKnown(tx, ref)) return false;
    const own = await onItsWay(tx, account, event);
    if (own) {
      const report = { status: 'sent' as const, at, failure: null };
      const change = { ...applyStatus(own, report), provider_id: event.providerId };
      await announceMessage(tx, await updateMessage(tx, own, change), 'message.changed', new Date(now));
      return true;
    }

    const identity = await lockIdentity(tx, account, { address: event.to, name: null }, now);
    const before = await lockOrStartConversation(tx, {
      workspaceId,
      contactId: identity.contact_id,
      at,
      now: new Date(now),
      by: 'system',
    });
    const message = echoRow(identity, before.id, event, at);
    await insertMessage(tx, message).execute();
    await count(tx, identity, at);
    const last_activity_at = at > before.last_activity_at ? at : before.last_activity_at;
    const conversation = await updateConversation(tx, before, { last_activity_at });
    const { contact_id: contactId } = identity;
    await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset: presetFor(workspaceId) });
    await announceConversation(tx, conversation, new Date(now));
    await recordEvent(tx, await messageEvent(tx, message, 'message.created', new Date(now)));
    return true;
  });
}

async function isKnown(
  tx: Transaction<Database>,
  { workspaceId, accountId, providerId }: ProviderRef,
): Promise<boolean> {
  const known = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where('provider_id', '=', providerId)
    .select('id')
    .executeTakeFirst();
  return known !== undefined;
}

/** The oldest message of ours with these words whose provider's id we do not know yet. */
async function onItsWay(
  tx: Transaction<Database>,
  { workspaceId, id: accountId }: ReceivingAccount,
  { to, content }: EchoEvent,
): Promise<MessageRow | undefined> {
  const identity = await identityAt(tx, { workspaceId, accountId, address: to }).executeTakeFirst();
  if (!identity || content.text === null) return undefined;
  return tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('identity_id', '=', identity.id)
    .where('direction', '=', 'outbound')
    .where('status', 'in', ['sending', 'unknown'])
    .where('provider_id', 'is', null)
    .where(sql`content ->> 'text'`, '=', content.text)
    .orderBy('at')
    .limit(1)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
}

function echoRow(identity: IdentityRow, conversationId: string, event: EchoEvent, at: Date): MessageRow {
  return {
    ...EMPTY_MESSAGE,
    workspace_id: identity.workspace_id,
    id: uuid(),
    contact_id: identity.contact_id,
    conversation_id: conversationId,
    identity_id: identity.id,
    channel_account_id: identity.channel_account_id,
    channel: identity.channel,
    direction: 'outbound',
    // A person, as far as we can tell; which one, the provider does not say.
    author_kind: 'agent',
    author_id: null,
    author_name: null,
    purpose: null,
    content: event.content,
    form: null,
    tag: null,
    status: 'sent',
    at,
    sent_at: at,
    provider_id: event.providerId,
    reserved: null,
  };
}

/** Adds it to our messages since the contact's last act, unless the contact has acted after it. */
async function count(tx: Transaction<Database>, identity: IdentityRow, at: Date): Promise<void> {
  if (identity.last_inbound_at !== null && at < identity.last_inbound_at) return;
  await tx
    .updateTable('identity')
    .set({ outbound_since_inbound: sql`outbound_since_inbound + 1` })
    .where('workspace_id', '=', identity.workspace_id)
    .where('id', '=', identity.id)
    .execute();
}
