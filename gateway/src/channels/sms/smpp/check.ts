import { type Account, type CheckedAccount, ProviderUnavailableError } from '../../adapter.js';
import { BindError, SmppLink } from './link.js';
import type { SmppSettings } from './settings.js';

/**
 * Binds, and unbinds again: on a connection of its own, so that carriers that allow one at a time refuse it while
 * the gateway is bound.
 * @throws ProviderUnavailableError
 */
export async function checkSmpp({ settings }: Account<SmppSettings>): Promise<CheckedAccount> {
  const link = new SmppLink(settings);
  try {
    await link.session();
    return { name: settings.systemId, address: settings.from };
  } catch (error) {
    if (error instanceof BindError) throw new ProviderUnavailableError(error.message, { cause: error });
    throw error;
  } finally {
    await link.close();
  }
}
