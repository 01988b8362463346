import type { PolicyPreset } from '@outbound-composer/core';
import { announceClosingWindows } from '../app/webhooks/announce-closing-windows.js';
import { deliverDue, type WebhookDeps } from '../app/webhooks/deliver.js';
import { forgetWebhooks } from '../store/webhook-deliveries.js';
import { type SubscriptionRow, subscriptionsDue } from '../store/webhook-subscriptions.js';
import { everyRound } from './rounds.js';

export interface WebhookWorkerOptions {
  readonly preset: PolicyPreset;
  /** Told about rounds that failed; they are tried again by themselves. */
  readonly onError: (error: unknown) => void;
  /** Between two looks for what is due. Default 1 s. */
  readonly pollMs?: number;
  /** Between two looks for windows about to close, and two clean-ups. Default 60 s. */
  readonly roundMs?: number;
}

export interface WebhookWorker {
  /** Begins no more deliveries, and waits for those under way. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const KEEP_DELIVERED_MS = 7 * DAY_MS;
const KEEP_DEAD_MS = 30 * DAY_MS;

/**
 * Delivers webhooks. The rows of the deliveries are the queue, written with the change itself: nothing has to be
 * handed over, and what a killed process had in its hands is due again when its lease ends. Receivers do not wait for
 * each other: a slow one has a loop of its own. Any number of processes may run one.
 */
export function startWebhookWorker(deps: WebhookDeps, options: WebhookWorkerOptions): WebhookWorker {
  const { preset, onError, pollMs = 1_000, roundMs = 60_000 } = options;
  const { db, clock, workspace } = deps;
  const draining = new Map<string, Promise<void>>();
  let stopped = false;

  const drain = async (subscription: SubscriptionRow): Promise<void> => {
    try {
      while (!stopped && (await deliverDue(deps, subscription)) > 0);
    } catch (error) {
      onError(error);
    } finally {
      draining.delete(subscription.id);
    }
  };
  const poll = async (): Promise<void> => {
    for (const subscription of await subscriptionsDue(db, workspace.id, new Date(clock())))
      if (!draining.has(subscription.id)) draining.set(subscription.id, drain(subscription));
  };
  const round = async (): Promise<void> => {
    await announceClosingWindows({ db, clock, preset }, workspace.id);
    const now = clock();
    await forgetWebhooks(db, workspace.id, {
      delivered: new Date(now - KEEP_DELIVERED_MS),
      dead: new Date(now - KEEP_DEAD_MS),
    });
  };

  const polls = everyRound(pollMs, poll, onError);
  const rounds = everyRound(roundMs, round, onError);
  return {
    async stop() {
      stopped = true;
      await Promise.all([polls.stop(), rounds.stop()]);
      await Promise.all(draining.values());
    },
  };
}
