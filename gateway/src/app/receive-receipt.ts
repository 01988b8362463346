import { sql } from 'kysely';
import type { ChannelEvent } from '../channels/adapter.js';
import { identityAt } from '../store/identity-at.js';
import { updateMessage } from '../store/messages.js';
import { announceMessage } from './announce-message.js';
import { applyStatus } from './delivery-status.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type ReceiptEvent = Extract<ChannelEvent, { type: 'receipt' }>;

/** Messages that one receipt settles at most; older ones than the newest of these have been settled before. */
const MOST = 500;

/**
 * Marks what a contact has got or read up to an instant. A message counts by when its last call to the provider
 * began, so that one that waited in the queue meanwhile is not taken for read. Returns false when nothing changes.
 */
export async function receiveReceipt(
  { db, clock }: Deps,
  { workspaceId, id: accountId }: ReceivingAccount,
  { from, status, upTo, at }: ReceiptEvent,
): Promise<boolean> {
  const now = clock();
  const report = { status, at: new Date(Math.min(at, now)), failure: null };
  return db.transaction().execute(async (tx) => {
    const identity = await identityAt(tx, { workspaceId, accountId, address: from }).executeTakeFirst();
    if (!identity) return false;
    const messages = await tx
      .selectFrom('message as m')
      .leftJoin('send_attempt as a', (join) =>
        join
          .onRef('a.workspace_id', '=', 'm.workspace_id')
          .onRef('a.message_id', '=', 'm.id')
          .onRef('a.number', '=', 'm.attempts'),
      )
      .where('m.workspace_id', '=', workspaceId)
      .where('m.identity_id', '=', identity.id)
      .where('m.direction', '=', 'outbound')
      .where('m.status', 'in', status === 'read' ? ['sent', 'delivered'] : ['sent'])
      .where(sql<Date>`coalesce(a.started_at, m.sent_at, m.at)`, '<=', new Date(Math.min(upTo, now)))
      .orderBy('m.at', 'desc')
      .limit(MOST)
      .selectAll('m')
      .forUpdate('m')
      .execute();
    for (const message of messages) {
      const row = await updateMessage(tx, message, applyStatus(message, report));
      await announceMessage(tx, row, 'message.changed', new Date(now));
    }
    return messages.length > 0;
  });
}
