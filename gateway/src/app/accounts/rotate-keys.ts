import { lockAccount, resealAccount, sealedAccounts } from '../../store/sealed-accounts.js';
import type { AccountsDeps } from './add-account.js';
import { purposeOf } from './sealed-settings.js';

/**
 * Seals with the current key what was sealed with an older one.
 * @returns how many accounts were
 * @throws SecretKeysError when one cannot be opened; those before it are sealed anew
 */
export async function rotateKeys(
  { db, keyring }: Pick<AccountsDeps, 'db' | 'keyring'>,
  workspaceId: string,
): Promise<number> {
  let rotated = 0;
  for (const { id, key } of await sealedAccounts(db, workspaceId)) {
    const purpose = purposeOf(workspaceId, key);
    await db.transaction().execute(async (tx) => {
      const sealed = (await lockAccount(tx, workspaceId, key))?.sealed_settings ?? null;
      if (sealed === null || keyring.isCurrent(sealed)) return;
      const again = await keyring.seal(await keyring.open(sealed, purpose), purpose);
      await resealAccount(tx, { workspaceId, id }, again);
      rotated++;
    });
  }
  return rotated;
}
