import { fromKysely, PgBoss } from 'pg-boss';
import type { DispatchJob, Queue } from '../app/deps.js';

/**
 * Each workspace has a queue of its own: a gateway that serves another one on the same database has no settings to
 * send with.
 */
export const dispatchQueueOf = (workspaceId: string): string => `dispatch-${workspaceId}`;

export interface QueueOptions {
  readonly databaseUrl: string;
  readonly workspaceId: string;
  /** Told about what goes wrong in the background, e.g. a lost connection; the queue goes on by itself. */
  readonly onError: (error: unknown) => void;
  /** Connections at most, one of them for LISTEN. Default 4. */
  readonly max?: number;
}

export interface StartedQueue {
  readonly queue: Queue;
  readonly boss: PgBoss;
  /** Rejects when jobs cannot be queued: no connection, or the queue is not there. */
  check(): Promise<void>;
  /** Ends the workers after the jobs they are at, then the connections. */
  stop(): Promise<void>;
}

/**
 * Opens the queue, and makes its tables where they are missing. A job is only a reminder that a message wants to be
 * looked at: whether there is anything to do is written on the message, so a job that runs twice does no harm.
 */
export async function startQueue({
  databaseUrl,
  workspaceId,
  onError,
  max = 4,
}: QueueOptions): Promise<StartedQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'outbound-composer queue',
    max,
    useListenNotify: true,
    schedule: false,
    // Finds the jobs of processes that died; together with `heartbeatSeconds` that takes some 20 seconds.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(dispatchQueueOf(workspaceId), {
    policy: 'standard',
    notify: true,
    // Only what is wrong on our side fails a job, so it is tried until that is mended.
    retryLimit: 1000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 15 * 60,
    deleteAfterSeconds: 60 * 60,
    retentionSeconds: 365 * 24 * 60 * 60,
  });
  return {
    boss,
    queue: dispatchQueue(boss),
    async check() {
      const name = dispatchQueueOf(workspaceId);
      if ((await boss.getQueue(name)) === null) throw new Error(`There is no queue ${name}.`);
    },
    stop: () => boss.stop({ graceful: true, timeout: 60_000 }),
  };
}

/** Puts jobs into the transaction of whoever queues a message. */
function dispatchQueue(boss: PgBoss): Queue {
  return {
    async enqueueDispatch(tx, job: DispatchJob, { startAfter } = {}) {
      await boss.send(dispatchQueueOf(job.workspaceId), job, {
        db: fromKysely(tx),
        ...(startAfter && { startAfter }),
      });
    },
  };
}
