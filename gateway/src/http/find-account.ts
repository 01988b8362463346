import type { Channel } from '@outbound-composer/core';
import type { DispatchAccount } from '../app/deps.js';
import { ProblemError } from '../app/problem.js';
import type { HttpContext } from './server.js';

/**
 * The account that an address names by workspace and key.
 * @throws ProblemError `channel_account_not_found`, also when this process cannot dispatch through it
 */
export function findAccount(
  { deps, workspace }: HttpContext,
  named: { readonly workspace: string; readonly accountKey: string },
  channel?: Channel,
): DispatchAccount {
  const found = [...deps.accounts.values()].find(
    (account) => account.workspaceId === workspace.id && account.key === named.accountKey,
  );
  if (found && named.workspace === workspace.name && (channel === undefined || found.channel === channel))
    return found;
  throw new ProblemError('channel_account_not_found', 'There is no such channel account here.');
}
