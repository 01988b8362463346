import type { Channel } from '@outbound-composer/core';
import type { ChannelAdapter } from '../../channels/adapter.js';
import { type Keyring, SecretKeysError } from '../../secrets/keyring.js';
import type { SealedAccount } from '../../store/sealed-accounts.js';
import type { DispatchAccount } from '../deps.js';

/** Sealed settings open for their own account alone, wherever in the database they are copied to. */
export const purposeOf = (workspaceId: string, key: string): string => `account ${workspaceId}/${key}`;

/**
 * An account that can dispatch, from its sealed settings.
 * @throws SecretKeysError when it cannot be opened, or this version of the gateway does not take it
 */
export async function openAccount(
  keyring: Keyring,
  adapters: ReadonlyMap<Channel, ChannelAdapter>,
  workspaceId: string,
  { id, key, channel, sealed, rate }: SealedAccount,
): Promise<DispatchAccount> {
  const settings: unknown = JSON.parse(await keyring.open(sealed, purposeOf(workspaceId, key)));
  const adapter = adapters.get(channel);
  if (!adapter) throw new SecretKeysError(`${key}: this gateway does not send by ${channel}.`);
  const parsed = adapter.settings.safeParse(settings);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new SecretKeysError(`${key}: its settings no longer fit (${paths}); add the account again.`);
  }
  return { id, workspaceId, key, channel, adapter, settings: parsed.data, rate: rate ?? undefined };
}
