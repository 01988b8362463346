import { audit } from '../../store/audit.js';
import { lockAccount, resealAccount, sealedAccounts } from '../../store/sealed-accounts.js';
import type { AccountChange, AccountsDeps } from './add-account.js';
import { purposeOf } from './sealed-settings.js';

/**
 * Seals with the current key what was sealed with an older one.
 * @returns how many accounts were
 * @throws SecretKeysError when one cannot be opened; those before it are sealed anew
 */
export async function rotateKeys(
  { db, keyring }: Pick<AccountsDeps, 'db' | 'keyring'>,
  change: AccountChange,
): Promise<number> {
  const { workspaceId } = change;
  let rotated = 0;
  for (const { id, key, channel } of await sealedAccounts(db, workspaceId)) {
    const purpose = purposeOf(workspaceId, key);
    await db.transaction().execute(async (tx) => {
      const sealed = (await lockAccount(tx, workspaceId, key))?.sealed_settings ?? null;
      if (sealed === null || keyring.isCurrent(sealed)) return;
      const again = await keyring.seal(await keyring.open(sealed, purpose), purpose);
      await resealAccount(tx, { workspaceId, id }, again);
      await audit(tx, {
        ...change,
        action: 'account_sealed_anew',
        contactId: null,
        detail: { account: key, channel },
      });
      rotated++;
    });
  }
  return rotated;
}
