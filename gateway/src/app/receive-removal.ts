import type { ChannelEvent } from '../channels/adapter.js';
import { forgetAttachment } from '../store/attachments.js';
import { lockProviderId } from '../store/early-status.js';
import { updateMessage } from '../store/messages.js';
import { announceMessage } from './announce-message.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type RemovedEvent = Extract<ChannelEvent, { type: 'removed' }>;

/**
 * Forgets what was written in a message that its author took back; that there was one stays known, and so does
 * what it opened. Returns false when there is nothing to forget.
 */
export async function receiveRemoval(
  { db, clock }: Deps,
  { workspaceId, id: accountId }: ReceivingAccount,
  { providerId }: RemovedEvent,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockProviderId(tx, { workspaceId, accountId, providerId });
    const message = await tx
      .selectFrom('message')
      .where('workspace_id', '=', workspaceId)
      .where('channel_account_id', '=', accountId)
      .where('provider_id', '=', providerId)
      .selectAll()
      .forUpdate()
      .executeTakeFirst();
    if (!message) return false;
    if (message.content.kind === 'other' && message.content.type === REMOVED.type) return false;
    const row = await updateMessage(tx, message, { content: REMOVED, attachment_id: null });
    const { attachment_id: attachmentId } = message;
    if (attachmentId !== null) await forgetAttachment(tx, { workspaceId, id: attachmentId });
    await announceMessage(tx, row, 'message.changed', new Date(clock()));
    return true;
  });
}

const REMOVED = { kind: 'other', type: 'removed', text: null } as const;
