import type { ChannelAccount } from '@outbound-composer/core/contract';
import type { Actor, Deps } from './deps.js';

/** Our sender accounts, and whether this gateway can send through each. */
export async function listChannelAccounts({ db, accounts }: Deps, actor: Actor): Promise<ChannelAccount[]> {
  const rows = await db
    .selectFrom('channel_account')
    .where('workspace_id', '=', actor.workspaceId)
    .select(['id', 'channel', 'name', 'address'])
    .orderBy('channel')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, dispatches: accounts.has(row.id) }));
}
