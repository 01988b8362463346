import { decide, type PolicyPreset } from '@outbound-composer/core';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from './database.js';
import { loadReach, outboundRequest, type Reach } from './facts.js';

/**
 * What a search filters and sorts by stands on the contact's own row, so that one index serves both. Whoever
 * changes a conversation or an identity repeats it here, in the same transaction.
 */
export const updateMirror = (
  tx: Kysely<Database>,
  conversation: Pick<
    Selectable<Database['conversation']>,
    'workspace_id' | 'contact_id' | 'status' | 'assignee_id' | 'last_activity_at' | 'closed_at'
  >,
  identities: { readonly window_closes_at?: Date | null } = {},
) =>
  tx
    .updateTable('contact')
    .set({
      conversation_status: conversation.status,
      assignee_id: conversation.assignee_id,
      last_activity_at: conversation.last_activity_at,
      closed_at: conversation.closed_at,
      ...identities,
    })
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.contact_id);

/** `updateMirror` by itself. */
export async function mirrorConversation(
  tx: Transaction<Database>,
  conversation: Selectable<Database['conversation']>,
): Promise<void> {
  await updateMirror(tx, conversation).execute();
}

/** The channels of a contact, and when the first of its open windows closes. */
export async function mirrorIdentities(
  tx: Transaction<Database>,
  {
    workspaceId,
    contactId,
    at,
    preset,
  }: {
    readonly workspaceId: string;
    readonly contactId: string;
    readonly at: number;
    readonly preset: PolicyPreset;
  },
): Promise<void> {
  const reaches = await loadReach(tx, workspaceId, [contactId], at);
  const channels = [...new Set(reaches.map((reach) => reach.channel))].sort();
  await tx
    .updateTable('contact')
    .set({
      channels: sql`${channels}::text[]`,
      window_closes_at: earliestClosing(reaches, at, preset),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', contactId)
    .execute();
}

/** When the first of a contact's open windows closes. */
export function earliestClosing(reaches: readonly Reach[], at: number, preset: PolicyPreset): Date | null {
  const closings = reaches.flatMap((reach) => {
    const { verdict, closesAt } = decide(
      outboundRequest(reach, { at, sender: 'human', purpose: 'support' }),
      preset,
    );
    return verdict === 'open' && closesAt !== null ? [closesAt] : [];
  });
  return closings.length === 0 ? null : new Date(Math.min(...closings));
}
