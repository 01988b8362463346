import type { Deps, DispatchAccount } from '../app/deps.js';
import { receiveChannelEvents } from '../app/receive-channel-events.js';
import type { Log } from './log.js';

/** Listens to the providers that hand events over on a connection of ours. */
export function startListening(deps: Deps, log: Log): { stop(): Promise<void> } {
  const stop = new AbortController();
  const listening = [...deps.accounts.values()].map((account) => listen(deps, log, account, stop.signal));
  return {
    async stop() {
      stop.abort();
      await Promise.all(listening);
    },
  };
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
