import type { ChannelEvent } from '../channels/adapter.js';
import { addressKind } from '../store/address-kind.js';
import { audit } from '../store/audit.js';
import { lockAddress } from '../store/consent.js';
import { identityAt } from '../store/identity-at.js';
import { recordEvent } from '../store/record-event.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type AddressEvent = Extract<ChannelEvent, { type: 'address' }>;

/**
 * Follows a contact to a new address at the same account, with the window and all that was agreed on. When somebody
 * else has that address already both stay as they are. Returns false when nothing changes.
 */
export async function receiveAddress(
  { db, clock }: Deps,
  { workspaceId, id: accountId, channel }: ReceivingAccount,
  { from, to, alias = null }: AddressEvent,
): Promise<boolean> {
  const at = new Date(clock());
  return db.transaction().execute(async (tx) => {
    const ref = { workspaceId, accountId };
    await lockAddress(tx, { ...ref, address: to });
    const identity = await identityAt(tx, { ...ref, address: from })
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!identity) return false;
    const other = await identityAt(tx, { ...ref, address: to }).executeTakeFirst();
    if (other) return false;
    const change = identity.address === from ? { address: to } : { alias: to };
    const free = alias !== null && !(await identityAt(tx, { ...ref, address: alias }).executeTakeFirst());
    await tx
      .updateTable('identity')
      .set({ ...(free && { alias }), ...change })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', identity.id)
      .execute();
    const contact = await tx
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', identity.contact_id)
      .select(['id', 'phone', 'assignee_id'])
      .executeTakeFirstOrThrow();
    if (addressKind(channel) === 'phone' && contact.phone === from && to.startsWith('+')) {
      await tx
        .updateTable('contact')
        .set({ phone: to })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', contact.id)
        .execute();
    }
    await audit(tx, {
      workspaceId,
      at,
      by: 'contact',
      action: 'address_changed',
      contactId: contact.id,
      detail: { identityId: identity.id },
    });
    const stamp = { workspaceId, contactId: contact.id, assigneeId: contact.assignee_id, at };
    await recordEvent(tx, { ...stamp, type: 'contact.changed', payload: {} });
    return true;
  });
}
