import type { Deps, DispatchAccount } from '../app/deps.js';
import { receiveChannelEvents } from '../app/receive-channel-events.js';
import type { Log } from './log.js';

export interface Listening {
  /** Begins with accounts that are new or changed, and ends with those that are gone. */
  update(): Promise<void>;
  stop(): Promise<void>;
}

/** Listens to the providers that hand events over on a connection of ours. */
export function startListening(deps: Deps, log: Log): Listening {
  const listening = new Map<
    DispatchAccount,
    { readonly end: AbortController; readonly ended: Promise<void> }
  >();
  const endAll = async (accounts: readonly DispatchAccount[]) => {
    const ending = accounts.flatMap((account) => listening.get(account) ?? []);
    for (const account of accounts) listening.delete(account);
    for (const { end } of ending) end.abort();
    await Promise.all(ending.map(({ ended }) => ended));
  };
  const begin = () => {
    for (const account of deps.accounts.values()) {
      if (listening.has(account)) continue;
      const end = new AbortController();
      listening.set(account, { end, ended: listen(deps, log, account, end.signal) });
    }
  };
  const update = async () => {
    const now = new Set(deps.accounts.values());
    await endAll([...listening.keys()].filter((account) => !now.has(account)));
    begin();
  };
  begin();
  return { update, stop: () => endAll([...listening.keys()]) };
}

async function listen(deps: Deps, log: Log, account: DispatchAccount, signal: AbortSignal): Promise<void> {
  const { id, workspaceId, channel, key, adapter } = account;
  const failed = (err: unknown) => log.warn({ err, account: key }, 'listening to the provider failed');
  try {
    await adapter.listen?.(
      account,
      {
        async take(events) {
          try {
            await receiveChannelEvents(deps, { account: { id, workspaceId, channel }, events });
          } catch (error) {
            log.error({ err: error, account: key }, 'what a provider handed over could not be written down');
            throw error;
          }
        },
        failed,
      },
      signal,
    );
  } catch (error) {
    failed(error);
  }
}
