import { audit } from '../../store/audit.js';
import { lockAccount, resealAccount } from '../../store/sealed-accounts.js';
import { fieldProblem, ProblemError } from '../problem.js';
import type { AccountChange, AccountsDeps } from './add-account.js';

/**
 * Forgets the credentials of an account that was added. Contacts, conversations and messages stay, and with them
 * the account, which gives verdicts only.
 *
 * @throws ProblemError `channel_account_not_found`, or `validation_failed` for one of the configuration
 */
export async function removeAccount(
  { db, configured }: Pick<AccountsDeps, 'db' | 'configured'>,
  change: AccountChange,
  key: string,
): Promise<{ id: string }> {
  const { workspaceId } = change;
  if (configured.has(key))
    throw fieldProblem('validation_failed', 'key', 'stands in the configuration file', 'remove it there');
  return db.transaction().execute(async (tx) => {
    const known = await lockAccount(tx, workspaceId, key);
    if (!known || known.sealed_settings === null)
      throw new ProblemError('channel_account_not_found', `There is no account ${key} that was added.`);
    await resealAccount(tx, { workspaceId, id: known.id }, null);
    await audit(tx, {
      ...change,
      action: 'account_removed',
      contactId: null,
      detail: { account: key, channel: known.channel },
    });
    return { id: known.id };
  });
}
