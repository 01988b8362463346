import type { Updateable } from 'kysely';
import type { ChannelEvent } from '../channels/adapter.js';
import { audit } from '../store/audit.js';
import type { Database } from '../store/database.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type ConsentEvent = Extract<ChannelEvent, { type: 'consent' }>;

/**
 * Writes down that a contact opted out or in, blocked or unblocked us. Of two changes the later one stands, whichever
 * arrives first. Returns false when nothing changes.
 */
export async function receiveConsent(
  { db, clock, presetFor }: Deps,
  { workspaceId, id: accountId }: ReceivingAccount,
  event: ConsentEvent,
): Promise<boolean> {
  const now = clock();
  const at = new Date(Math.min(event.at, now));
  return db.transaction().execute(async (tx) => {
    const identity = await tx
      .selectFrom('identity')
      .where('workspace_id', '=', workspaceId)
      .where('channel_account_id', '=', accountId)
      .where('address', '=', event.from)
      .select(['id', 'contact_id', 'opted_out_at', 'blocked_at'])
      .forUpdate()
      .executeTakeFirst();
    if (!identity) return false;

    const isBlock = event.change === 'blocked' || event.change === 'unblocked';
    const restricts = event.change === 'blocked' || event.change === 'opted_out';
    const last = isBlock ? identity.blocked_at : identity.opted_out_at;
    // Of two changes at one instant the stricter one stands.
    const isNews = last === null || at > last || (restricts && at.getTime() === last.getTime());
    if (!isNews) return false;

    const set: Updateable<Database['identity']> = isBlock
      ? { blocked: restricts, blocked_at: at }
      : { opted_out: restricts, opted_out_at: at };
    const { numUpdatedRows } = await tx
      .updateTable('identity')
      .set(set)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', identity.id)
      .where((eb) =>
        eb.or([
          eb(isBlock ? 'blocked' : 'opted_out', '!=', restricts),
          eb(isBlock ? 'blocked_at' : 'opted_out_at', 'is distinct from', at),
        ]),
      )
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;

    const contactId = identity.contact_id;
    await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset: presetFor(workspaceId) });
    await audit(tx, {
      workspaceId,
      at: new Date(now),
      by: 'contact',
      action: 'consent_changed',
      contactId,
      detail: { change: event.change, identityId: identity.id },
    });
    const { assignee_id } = await tx
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', contactId)
      .select('assignee_id')
      .executeTakeFirstOrThrow();
    await recordEvent(tx, {
      type: 'contact.changed',
      payload: {},
      workspaceId,
      contactId,
      assigneeId: assignee_id,
      at: new Date(now),
    });
    return true;
  });
}
