import { presets } from '@outbound-composer/core';
import type { Kysely, Selectable } from 'kysely';
import type { Deps, DispatchAccount, DispatchJob, Queue, SendRate } from '../../src/app/deps.js';
import type { ChannelAdapter } from '../../src/channels/adapter.js';
import type { Database } from '../../src/store/database.js';
import { testClock } from './clock.js';

export interface RecordingQueue extends Queue {
  readonly jobs: readonly (DispatchJob & { readonly startAfter: Date | null })[];
}

/** A queue that keeps its jobs in a list, also those of transactions that were rolled back. */
export function recordingQueue(): RecordingQueue {
  const jobs: (DispatchJob & { startAfter: Date | null })[] = [];
  return {
    jobs,
    async enqueueDispatch(_tx, job, options) {
      jobs.push({ ...job, startAfter: options?.startAfter ?? null });
    },
  };
}

/** An account that can dispatch through the given adapter. */
export function dispatchAccount(
  account: Selectable<Database['channel_account']>,
  adapter: ChannelAdapter,
  rate?: SendRate,
): DispatchAccount {
  return {
    id: account.id,
    workspaceId: account.workspace_id,
    key: account.key,
    channel: account.channel,
    adapter,
    settings: {},
    rate,
  };
}

/** Dependencies with a clock that stands still and a queue that only keeps its jobs, unless told otherwise. */
export function testDeps(
  db: Kysely<Database>,
  given: Partial<Omit<Deps, 'accounts'>> & { accounts?: readonly DispatchAccount[] } = {},
): Deps {
  const { accounts = [], ...others } = given;
  return {
    db,
    queue: recordingQueue(),
    clock: testClock(),
    presetFor: () => presets.current,
    ...others,
    accounts: new Map(accounts.map((account) => [account.id, account])),
  };
}
