import { type CheckedAccount, ProviderUnavailableError } from '../../channels/adapter.js';
import type { DispatchAccount } from '../deps.js';

/** How long a provider may take to answer. */
const TIMEOUT_MS = 30_000;

export type AccountCheck =
  | ({ readonly ok: true } & CheckedAccount)
  /** `ok: null`: nobody can be asked on this channel. */
  | { readonly ok: null }
  | { readonly ok: false; readonly why: string };

/** Asks the provider whether the account's credentials are good. Sends nothing to anybody. */
export async function checkAccount(account: DispatchAccount): Promise<AccountCheck> {
  try {
    const checked = await account.adapter.check?.(account, AbortSignal.timeout(TIMEOUT_MS));
    return checked ? { ok: true, ...checked } : { ok: null };
  } catch (error) {
    if (error instanceof ProviderUnavailableError) return { ok: false, why: error.message };
    throw error;
  }
}
