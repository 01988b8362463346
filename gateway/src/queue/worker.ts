import type { Job, JobResult, PgBoss } from 'pg-boss';
import type { Deps, DispatchJob } from '../app/deps.js';
import { dispatchMessage } from '../app/dispatch-message.js';
import { settleDoubtful } from '../app/settle-doubtful.js';
import { wakeSnoozed } from '../app/wake-snoozed.js';
import { forgetEarlyStatuses } from '../store/early-status.js';
import { DISPATCH } from './boss.js';
import { rescueQueued } from './rescue-queued.js';
import { workerLease } from './worker-lease.js';

export interface WorkerOptions {
  readonly databaseUrl: string;
  /** Told about jobs and rounds that failed; both are tried again by themselves. */
  readonly onError: (error: unknown) => void;
  /** Fetches that run beside each other; each waits for its slowest message. Default 4. */
  readonly fetches?: number;
  /** Messages a fetch. Default 10. */
  readonly batch?: number;
  /** Until a call to a provider is given up, its outcome unknown. Default 30 s. */
  readonly timeoutMs?: number;
  /** Between two rounds of housekeeping. Default 15 s. */
  readonly roundMs?: number;
}

export interface Worker {
  /** Takes no new jobs, and waits for the calls that are under way. Stop it before the queue. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const RESCUE_AFTER_MS = 10 * 60 * 1000;

/**
 * Sends what is queued, and keeps house: attempts of dead processes become `unknown`, jobs that were in their hands
 * are queued again, snoozed conversations wake. Any number of processes may run one.
 */
export async function startWorker(deps: Deps, boss: PgBoss, options: WorkerOptions): Promise<Worker> {
  const { databaseUrl, onError, fetches = 4, batch = 10, timeoutMs = 30_000, roundMs = 15_000 } = options;
  const lease = workerLease(deps.db, databaseUrl);

  const keepHouse = async (rescueOlderThan: Date): Promise<void> => {
    await settleDoubtful(deps);
    await rescueQueued(deps, rescueOlderThan);
    await wakeSnoozed(deps);
    await forgetEarlyStatuses(deps.db, new Date(Date.now() - 7 * DAY_MS));
  };
  // At the start nothing is too young: a process that died a moment ago has left its jobs behind.
  await keepHouse(new Date(deps.clock()));

  await boss.work(
    DISPATCH,
    {
      // A worker that does not take batches takes one job a poll, however many wait.
      batchSize: Math.max(2, batch),
      burstWhenBatchFull: true,
      localConcurrency: fetches,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      perJobResults: true,
    },
    async (jobs: Job<DispatchJob>[]): Promise<JobResult[]> => {
      const worker = await lease.number();
      return Promise.all(
        jobs.map(async ({ id, data }): Promise<JobResult> => {
          try {
            const signal = AbortSignal.timeout(timeoutMs);
            const output = await dispatchMessage(deps, { job: data, worker, signal });
            return { id, status: 'completed', output: { output } };
          } catch (error) {
            onError(error);
            return { id, status: 'failed', output: { error: String(error) } };
          }
        }),
      );
    },
  );

  const rounds = everyRound(roundMs, () => keepHouse(new Date(deps.clock() - RESCUE_AFTER_MS)), onError);
  return {
    async stop() {
      await rounds.stop();
      await boss.offWork(DISPATCH, { wait: true });
      await lease.release();
    },
  };
}

/** Runs a round again and again, never two at a time. */
function everyRound(ms: number, round: () => Promise<void>, onError: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= round()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  }, ms);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
