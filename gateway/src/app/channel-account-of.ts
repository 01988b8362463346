import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

/** @throws ProblemError `channel_account_not_found`, also for an account of another workspace */
export async function channelAccountOf(
  { db }: Pick<Deps, 'db'>,
  { workspaceId }: Actor,
  id: string,
): Promise<{ id: string; key: string }> {
  const found = await db
    .selectFrom('channel_account')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .select(['id', 'key'])
    .executeTakeFirst();
  if (found) return found;
  throw new ProblemError('channel_account_not_found', 'No channel account of this workspace has this id.');
}
