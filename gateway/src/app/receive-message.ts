import { advanceWindow, EMPTY_ROW, opensWindow } from '@outbound-composer/core';
import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { ChannelEvent } from '../channels/adapter.js';
import { audit } from '../store/audit.js';
import { type ConversationRow, lockOrStartConversation, updateConversation } from '../store/conversations.js';
import type { Database } from '../store/database.js';
import { epochOrNull } from '../store/instants.js';
import { type MessageRow, messageOut } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import { countSince } from '../store/reservation.js';
import { noteStatus } from '../store/status-changes.js';
import { cancelForWriting } from './cancel-message.js';
import { announceConversation } from './change-conversation.js';
import type { Deps } from './deps.js';
import { type IdentityRow, lockIdentity } from './identify-sender.js';
import type { ReceivingAccount } from './receive-channel-events.js';
import { opened } from './reopen.js';
import { answerByButton } from './surveys/answer-survey.js';

type MessageEvent = Extract<ChannelEvent, { type: 'message' }>;

/**
 * Takes in a message of a contact: it opens the window and, unless it is the pressed answer to a survey, the
 * conversation; a sender unknown so far becomes a contact. Returns false when the message is already here.
 */
export async function receiveMessage(
  deps: Deps,
  account: ReceivingAccount,
  event: MessageEvent,
): Promise<boolean> {
  const { db, clock, presetFor } = deps;
  const now = clock();
  // A provider's clock that is ahead must not open a window in the future, which the rules take for a mistake.
  const at = new Date(Math.min(event.at, now));
  const { workspaceId } = account;
  const preset = presetFor(workspaceId);

  return db.transaction().execute(async (tx) => {
    const sender = { address: event.from, alias: event.alias, name: event.name };
    const identity = await lockIdentity(tx, account, sender, now);
    const { contact_id: contactId } = identity;
    const before = await lockOrStartConversation(tx, {
      workspaceId,
      contactId,
      at,
      now: new Date(now),
      by: 'contact',
    });
    const message = await insertMessage(tx, { account, identity, conversationId: before.id, event, at });
    if (!message) return false;
    noteStatus(tx, message);

    await advance(tx, identity, message, preset);
    // A pressed button of a survey is its answer and no new request.
    const answers = await answerByButton(tx, { workspaceId, contactId, payload: event.payload, at });
    const conversation = answers ? before : await activate(tx, before, at, now);
    if (!answers && message.opener !== 'reaction')
      await cancelForWriting(tx, deps, { workspaceId, contactId });
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
    readonly identity: IdentityRow;
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
  identity: IdentityRow,
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
