import type { Failure } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import type { Database } from './database.js';
import type { MessageRow } from './messages.js';

/**
 * Notes on an address that its provider refused marketing, where a failure says so, e.g. WhatsApp's 131049. How long
 * none is sent then is a rule's to say. Of several refusals the last one stands, whichever is heard of first.
 */
export async function noteMarketingRefusal(
  tx: Transaction<Database>,
  { workspace_id, identity_id }: Pick<MessageRow, 'workspace_id' | 'identity_id'>,
  failure: Failure | null,
  at: Date,
): Promise<void> {
  if (failure?.reason !== 'marketing_refused') return;
  await tx
    .updateTable('identity')
    .set({ marketing_refused_at: at })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', identity_id)
    .where((eb) => eb.or([eb('marketing_refused_at', 'is', null), eb('marketing_refused_at', '<', at)]))
    .execute();
}
