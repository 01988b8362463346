import { sleep } from 'n8n-workflow';

export interface Batching {
  /** Items that are under way at the same time. */
  readonly size: number;
  /** Milliseconds between two batches. */
  readonly interval: number;
}

/** Enough to hide the way to the gateway, without crowding it. */
export const AT_ONCE: Batching = { size: 10, interval: 0 };

/**
 * Works through the items, a batch at a time. Items of the same contact keep their order, also within a batch.
 * After a failure nothing new is begun, and the failure is thrown once all that was begun has ended.
 */
export async function inBatches<T>(
  items: ReadonlyMap<number, T>,
  { size, interval }: Batching,
  contactOf: (item: T) => string,
  work: (index: number, item: T) => Promise<void>,
): Promise<void> {
  const entries = [...items];
  for (let start = 0; start < entries.length; start += size) {
    if (start > 0 && interval > 0) await sleep(interval);
    const queues = new Map<string, Promise<void>>();
    for (const [index, item] of entries.slice(start, start + size)) {
      const contact = contactOf(item);
      const before = queues.get(contact) ?? Promise.resolve();
      queues.set(
        contact,
        before.then(() => work(index, item)),
      );
    }
    const ended = await Promise.allSettled(queues.values());
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** Works through the items so many at a time, one lot after the other. */
export async function inChunks<T>(
  items: ReadonlyMap<number, T>,
  { size, interval }: Batching,
  work: (some: ReadonlyMap<number, T>) => Promise<void>,
): Promise<void> {
  const entries = [...items];
  for (let start = 0; start < entries.length; start += size) {
    if (start > 0 && interval > 0) await sleep(interval);
    await work(new Map(entries.slice(start, start + size)));
  }
}
