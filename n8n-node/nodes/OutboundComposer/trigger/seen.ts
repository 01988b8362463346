import type { IDataObject } from 'n8n-workflow';

/** Enough for all that can arrive between an answer that got lost and the repeated event. */
const REMEMBERED = 500;

/**
 * What this process has seen, by subscription. n8n loads a workflow's data anew for each call and saves it after, so
 * of two calls at the same time only one is kept there.
 */
const inProcess = new Map<string, string[]>();

/** Whether this event came before; from now on it did. Both memories are bounded, the oldest goes first. */
export function sawBefore(memory: IDataObject, subscriptionId: string, eventId: string): boolean {
  const saved = Array.isArray(memory.seen) ? (memory.seen as string[]) : [];
  const here = inProcess.get(subscriptionId) ?? [];
  if (saved.includes(eventId) || here.includes(eventId)) return true;
  inProcess.set(subscriptionId, [...here, eventId].slice(-REMEMBERED));
  memory.seen = [...saved, eventId].slice(-REMEMBERED);
  return false;
}

/** Forgets a subscription that has ended. */
export function forget(memory: IDataObject, subscriptionId: string): void {
  inProcess.delete(subscriptionId);
  delete memory.seen;
}
