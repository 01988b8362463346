import type { ChannelAccountCheck } from '@outbound-composer/core/contract';
import { ProviderUnavailableError } from '../../channels/adapter.js';
import type { DispatchAccount } from '../deps.js';

/** How long a provider may take to answer. */
const TIMEOUT_MS = 30_000;

export const NOT_ASKED: ChannelAccountCheck = { ok: null, name: null, address: null, why: null };

/** Asks the provider whether the account's credentials are good. Sends nothing to anybody. */
export async function checkAccount(account: DispatchAccount): Promise<ChannelAccountCheck> {
  try {
    const checked = await account.adapter.check?.(account, AbortSignal.timeout(TIMEOUT_MS));
    return checked ? { ...NOT_ASKED, ok: true, ...checked } : NOT_ASKED;
  } catch (error) {
    if (error instanceof ProviderUnavailableError) return { ...NOT_ASKED, ok: false, why: error.message };
    throw error;
  }
}
