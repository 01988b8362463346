import { isDeepStrictEqual } from 'node:util';
import { sql, type Transaction } from 'kysely';
import type { ChannelEvent } from '../channels/adapter.js';
import type { Database } from '../store/database.js';
import { keepEarlyStatus, lockProviderId } from '../store/early-status.js';
import { noteMarketingRefusal } from '../store/marketing-refusal.js';
import { lockMessage, type MessageRow, updateMessage } from '../store/messages.js';
import { announceMessage } from './announce-message.js';
import { applyStatus } from './delivery-status.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type StatusEvent = Extract<ChannelEvent, { type: 'status' }>;

/**
 * Moves a message forward by what its provider reports. A report that comes before we have written down the
 * provider's id waits for that. Returns false when it says nothing new.
 */
export async function receiveStatus(
  { db, clock }: Deps,
  account: ReceivingAccount,
  event: StatusEvent,
): Promise<boolean> {
  const report = { status: event.status, at: new Date(Math.min(event.at, clock())), failure: event.failure };
  const ref = { workspaceId: account.workspaceId, accountId: account.id, providerId: event.providerId };
  return db.transaction().execute(async (tx) => {
    await lockProviderId(tx, ref);
    const message = (await byProviderId(tx, ref)) ?? (await byOurId(tx, account, event));
    if (!message) {
      await keepEarlyStatus(tx, ref, report);
      return true;
    }
    await noteFreeEntryPoint(tx, message, event.freeEntryPointUntil ?? null);
    await noteMarketingRefusal(tx, message, report.failure, report.at);
    const change = applyStatus(message, report);
    if (event.price != null && !isDeepStrictEqual(event.price, message.price)) change.price = event.price;
    if (message.provider_id === null) change.provider_id = event.providerId;
    if (Object.keys(change).length === 0) return false;
    const row = await updateMessage(tx, message, change);
    await announceMessage(tx, row, 'message.changed', new Date(clock()));
    return true;
  });
}

/** A later one stands: each advertisement that is answered starts one of its own. */
async function noteFreeEntryPoint(
  tx: Transaction<Database>,
  { workspace_id, identity_id }: MessageRow,
  until: number | null,
): Promise<void> {
  if (until === null || !Number.isFinite(new Date(until).getTime())) return;
  await tx
    .updateTable('identity')
    .set({ free_entry_point_until: new Date(until) })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', identity_id)
    .where((eb) =>
      eb.or([eb('free_entry_point_until', 'is', null), eb('free_entry_point_until', '<', new Date(until))]),
    )
    .execute();
}

async function byProviderId(
  tx: Transaction<Database>,
  { workspaceId, accountId, providerId }: { workspaceId: string; accountId: string; providerId: string },
): Promise<MessageRow | undefined> {
  return tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where('provider_id', '=', providerId)
    .where('direction', '=', 'outbound')
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
}

/**
 * The message that the provider names by our own id, as far as the report can only mean its last attempt: it
 * settles one whose outcome is unknown, and stops one from being sent twice. What became of an earlier attempt says
 * nothing of a later one, so it waits for its provider's id to be written down, which never comes.
 */
async function byOurId(
  tx: Transaction<Database>,
  { workspaceId, id }: ReceivingAccount,
  { messageId, providerId, status }: StatusEvent,
): Promise<MessageRow | undefined> {
  if (messageId == null || !UUID.test(messageId)) return undefined;
  const message = await lockMessage(tx, workspaceId, messageId);
  if (message?.channel_account_id !== id || message.direction !== 'outbound') return undefined;
  if (message.provider_id !== null) return undefined;
  if (await isOfEarlierAttempt(tx, message, providerId)) return undefined;
  return status !== 'failed' || message.status === 'unknown' ? message : undefined;
}

/** Asking for another try takes the provider's id off the message; the attempt that it was given to still has it. */
async function isOfEarlierAttempt(
  tx: Transaction<Database>,
  { workspace_id, id }: MessageRow,
  providerId: string,
): Promise<boolean> {
  const attempt = await tx
    .selectFrom('send_attempt')
    .where('workspace_id', '=', workspace_id)
    .where('message_id', '=', id)
    .where(sql<string>`detail ->> 'providerId'`, '=', providerId)
    .select('number')
    .executeTakeFirst();
  return attempt !== undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
