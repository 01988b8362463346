import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import { audit } from '../store/audit.js';
import { addAddresses, type OwnAddress } from '../store/contact-addresses.js';
import type { Database } from '../store/database.js';
import type { ContactRow, ExternalId } from '../store/find-matching.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { recordEvent } from '../store/record-event.js';
import { type ContactValues, changedFields, changedTags } from './contact-values.js';
import type { Actor, Deps } from './deps.js';
import { auditConsent } from './receive-consent.js';

export interface ContactChange {
  readonly actor: Actor;
  readonly values: ContactValues;
  /** Absent: stays. */
  readonly owner?: string | null | undefined;
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
  readonly customFields?: Readonly<Record<string, unknown>> | undefined;
  readonly external?: ExternalId | null;
  /** Locked by `lockOwnAddresses`. */
  readonly addresses: readonly OwnAddress[];
  /** Was made in this transaction, which has said so. */
  readonly isNew?: boolean;
}

type Wanted = Partial<Omit<ContactRow, 'search' | 'sort_name'>>;

/**
 * Changes a locked contact: row, addresses, what a search sees of them, audit trail and event, together.
 * Returns whether anything changed.
 */
export async function applyToContact(
  tx: Transaction<Database>,
  { clock, presetFor }: Deps,
  before: ContactRow,
  change: ContactChange,
): Promise<boolean> {
  const { workspace_id: workspaceId, id: contactId } = before;
  const now = clock();
  const at = new Date(now);
  const wanted: Wanted = {
    ...change.values,
    ...(change.owner === undefined ? {} : { owner_id: change.owner }),
    tags: changedTags(before.tags, { add: change.addTags ?? [], remove: change.removeTags ?? [] }),
    custom_fields: changedFields(before.custom_fields, change.customFields),
  };
  const addsId = await takesExternalId(tx, before, change.external ?? null);
  if (addsId === 'own' && change.external)
    Object.assign(wanted, { source: change.external.source, external_id: change.external.id });
  const columns = Object.entries(wanted).filter(
    ([column, value]) => !isDeepStrictEqual(value, before[column as keyof ContactRow]),
  );
  if (columns.length > 0) {
    const { custom_fields, ...others } = Object.fromEntries(columns) as Wanted;
    await tx
      .updateTable('contact')
      .set({ ...others, ...(custom_fields && { custom_fields: JSON.stringify(custom_fields) }) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', contactId)
      .execute();
  }
  const { added, consents } = await addAddresses(tx, { workspaceId, contactId }, change.addresses);
  for (const consent of consents)
    await auditConsent(tx, {
      workspaceId,
      contactId,
      identityId: consent.identityId,
      now,
      change: consent.change,
    });
  // Both are facts that the rules ask for.
  const movesWindows = columns.some(([column]) => column === 'country' || column === 'time_zone');
  if (added > 0 || movesWindows)
    await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset: presetFor(workspaceId) });

  const changed = columns.length > 0 || added > 0 || addsId === 'further';
  if (changed && !change.isNew) {
    const fields = columns.map(([column]) => column);
    await audit(tx, {
      workspaceId,
      at,
      by: change.actor,
      action: 'contact_updated',
      contactId,
      detail: {
        fields,
        ...(added > 0 && { addressesAdded: added }),
        ...(fields.includes('owner_id') && { owner: { from: before.owner_id, to: wanted.owner_id } }),
        ...(fields.includes('tags') && tagChange(before.tags, wanted.tags ?? [])),
      },
    });
  }
  if (changed || change.isNew)
    await recordEvent(tx, {
      type: 'contact.changed',
      payload: {},
      workspaceId,
      contactId,
      assigneeId: before.assignee_id,
      at,
    });
  return changed;
}

/** Where an external id goes that the contact has not yet: to its own row, or among its further ones. */
async function takesExternalId(
  tx: Transaction<Database>,
  { workspace_id, id, source, external_id }: ContactRow,
  external: ExternalId | null,
): Promise<'own' | 'further' | null> {
  if (external === null || (source === external.source && external_id === external.id)) return null;
  if (external_id === null) return 'own';
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('contact_external_id')
    .values({ workspace_id, source: external.source, external_id: external.id, contact_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n ? 'further' : null;
}

function tagChange(before: readonly string[], after: readonly string[]) {
  return {
    tagsAdded: after.filter((tag) => !before.includes(tag)),
    tagsRemoved: before.filter((tag) => !after.includes(tag)),
  };
}
