import type { Transaction } from 'kysely';
import type { ChannelEvent } from '../channels/adapter.js';
import { audit } from '../store/audit.js';
import { keepEarlyConsent, lockAddress, type ReportedConsent, writeConsent } from '../store/consent.js';
import type { Database } from '../store/database.js';
import { identityAt } from '../store/identity-at.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type ConsentEvent = Extract<ChannelEvent, { type: 'consent' }>;

/**
 * Writes down that a contact opted out or in, blocked or unblocked us. Of two changes of a kind the later one
 * stands, whichever arrives first; one of somebody unknown waits until we know them. Returns false when nothing
 * changes.
 */
export async function receiveConsent(
  deps: Deps,
  { workspaceId, id: accountId }: ReceivingAccount,
  event: ConsentEvent,
): Promise<boolean> {
  const consent = { change: event.change, at: new Date(Math.min(event.at, deps.clock())) };
  const ref = { workspaceId, accountId, address: event.from };
  return deps.db.transaction().execute(async (tx) => {
    const find = () => identityAt(tx, ref).executeTakeFirst();
    let identity = await find();
    if (!identity) {
      await lockAddress(tx, ref);
      identity = await find();
    }
    return identity
      ? applyConsent(tx, deps, workspaceId, identity.id, consent)
      : keepEarlyConsent(tx, ref, consent);
  });
}

/** Writes a change on an identity, with all that follows from it. Returns false when nothing changes. */
export async function applyConsent(
  tx: Transaction<Database>,
  { clock, presetFor }: Pick<Deps, 'clock' | 'presetFor'>,
  workspaceId: string,
  identityId: string,
  consent: ReportedConsent,
): Promise<boolean> {
  const { contact_id: contactId } = await tx
    .selectFrom('identity')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', identityId)
    .select('contact_id')
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (!(await writeConsent(tx, { workspaceId, identityId }, consent))) return false;

  const now = clock();
  await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset: presetFor(workspaceId) });
  await auditConsent(tx, { workspaceId, contactId, identityId, now, change: consent.change });
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
}

/** Leaves a trace of a change of consent. */
export async function auditConsent(
  tx: Transaction<Database>,
  {
    workspaceId,
    contactId,
    identityId,
    now,
    change,
  }: {
    readonly workspaceId: string;
    readonly contactId: string;
    readonly identityId: string;
    readonly now: number;
    readonly change: ReportedConsent['change'];
  },
): Promise<void> {
  await audit(tx, {
    workspaceId,
    at: new Date(now),
    by: 'contact',
    action: 'consent_changed',
    contactId,
    detail: { change, identityId },
  });
}
