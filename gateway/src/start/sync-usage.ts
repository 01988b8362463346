import { setTimeout } from 'node:timers/promises';
import type { Deps, DispatchAccount } from '../app/deps.js';
import { type MonthlyUsage, ProviderUnavailableError } from '../channels/adapter.js';
import { storeUsage } from '../store/usage.js';
import type { Log } from './log.js';

const EVERY_MS = 60 * 60_000;
/** How long a provider may take to answer. */
const TIMEOUT_MS = 30_000;

/** Asks the providers that count an account's month, now and every hour, until `signal` is aborted. */
export async function keepUsage(deps: Deps, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const account of [...deps.accounts.values()].filter(({ adapter }) => adapter.monthlyUsage)) {
      try {
        const usage = await syncUsage(deps, account, signal);
        log.info({ account: account.key, ...usage }, 'monthly usage taken over');
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error, account: account.key }, 'monthly usage could not be taken over');
      }
    }
    await setTimeout(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** @throws ProviderUnavailableError when the provider does not say, or counts no months */
export async function syncUsage(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  account: DispatchAccount,
  signal: AbortSignal,
): Promise<MonthlyUsage> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const usage = await account.adapter.monthlyUsage?.(account, patience);
  if (!usage) throw new ProviderUnavailableError(`The provider of ${account.key} counts no months.`);
  await storeUsage(db, { workspaceId: account.workspaceId, accountId: account.id, at: clock(), ...usage });
  return usage;
}
