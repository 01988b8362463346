import type { Job, JobResult, PgBoss } from 'pg-boss';
import { closeSilent } from '../app/close-silent.js';
import type { Deps, DispatchJob } from '../app/deps.js';
import { type Begun, beginDispatch, finishDispatch } from '../app/dispatch-message.js';
import { UNUSED_MS } from '../app/get-attachment.js';
import { settleDoubtful } from '../app/settle-doubtful.js';
import { sendDueSurveys } from '../app/surveys/send-due-surveys.js';
import { wakeSnoozed } from '../app/wake-snoozed.js';
import { LONGEST_CALL_MS } from '../channels/settings.js';
import { forgetUnused } from '../store/attachments.js';
import { forgetEarlyStatuses } from '../store/early-status.js';
import { forgetKeys } from '../store/idempotency.js';
import { expireSurveys } from '../store/surveys.js';
import { dispatchQueueOf } from './boss.js';
import { gate } from './gate.js';
import { rescueQueued } from './rescue-queued.js';
import { everyRound } from './rounds.js';
import { workerLease } from './worker-lease.js';

export interface WorkerOptions {
  readonly databaseUrl: string;
  /** Whose messages it sends; housekeeping is for all. */
  readonly workspaceId: string;
  /** Told about jobs and rounds that failed; both are tried again by themselves. */
  readonly onError: (error: unknown) => void;
  /** Calls to providers under way at once, over all accounts. Default 100. */
  readonly calls?: number;
  /**
   * Until a call to a provider is given up whatever its adapter does, its outcome unknown. Default: longer than the
   * settings of any account allow, so that these decide.
   */
  readonly timeoutMs?: number;
  /** Between two rounds of housekeeping. Default 15 s. */
  readonly roundMs?: number;
}

export interface Worker {
  /** Takes no new jobs, and waits for the calls that are under way. Stop it before the queue. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = 20;
/** Each is in memory as a whole while it is handed over. */
const FILES_AT_ONCE = 8;
const RESCUE_AFTER_MS = 10 * 60 * 1000;

/**
 * Sends what is queued, and keeps house: attempts of dead processes become `unknown`, jobs that were in their hands
 * are queued again, snoozed conversations wake, silent ones close, surveys that are due are asked. Any number of processes may run one.
 */
export async function startWorker(deps: Deps, boss: PgBoss, options: WorkerOptions): Promise<Worker> {
  const {
    databaseUrl,
    workspaceId,
    onError,
    calls = 100,
    timeoutMs = LONGEST_CALL_MS + 10_000,
    roundMs = 15_000,
  } = options;
  const lease = workerLease(deps.db, databaseUrl);
  const underWay = gate(calls);
  const files = gate(FILES_AT_ONCE);

  const keepHouse = async (rescueOlderThan: Date): Promise<void> => {
    await settleDoubtful(deps);
    await rescueQueued(deps, workspaceId, rescueOlderThan);
    await wakeSnoozed(deps);
    await closeSilent(deps, workspaceId);
    await expireSurveys(deps.db, workspaceId, new Date(deps.clock()));
    await sendDueSurveys(deps, workspaceId);
    const aWeekAgo = new Date(Date.now() - 7 * DAY_MS);
    await forgetEarlyStatuses(deps.db, aWeekAgo);
    await forgetKeys(deps.db, aWeekAgo);
    await forgetUnused(deps.db, new Date(deps.clock() - UNUSED_MS));
  };
  const finish = async (begun: Begun): Promise<void> => {
    // Runs while it waits for its turn, so an attempt ends long before anybody would settle it as doubtful.
    const signal = AbortSignal.timeout(timeoutMs);
    const { content } = begun.outbound;
    const isHandedOver = content.kind === 'media' && content.media.url === null;
    const leave = isHandedOver ? await files.enter() : null;
    await finishDispatch(deps, begun, signal).finally(leave);
  };
  // At the start nothing is too young: a process that died a moment ago has left its jobs behind.
  await keepHouse(new Date(deps.clock()));

  const name = dispatchQueueOf(workspaceId);
  await boss.work(
    name,
    {
      // A worker that does not take batches takes one job a poll, however many wait.
      batchSize: BATCH,
      burstWhenBatchFull: true,
      localConcurrency: 2,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 1,
      perJobResults: true,
    },
    async (jobs: Job<DispatchJob>[]): Promise<JobResult[]> => {
      const worker = await lease.number();
      return Promise.all(
        jobs.map(async ({ id, data }): Promise<JobResult> => {
          const done = await underWay.enter();
          try {
            const begun = await beginDispatch(deps, { job: data, worker });
            // The job has done its part, so a slow provider does not keep the next jobs waiting.
            if (typeof begun === 'string') done();
            else finish(begun).catch(onError).finally(done);
            return { id, status: 'completed' };
          } catch (error) {
            done();
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
      await boss.offWork(name, { wait: true });
      await underWay.empty();
      await lease.release();
    },
  };
}
