import { setTimeout } from 'node:timers/promises';
import type { Decision } from '@outbound-composer/core';
import type { Failure } from '@outbound-composer/core/contract';
import { describeUnlock, explain } from '@outbound-composer/core/explain';
import type { Transaction } from 'kysely';
import { FileUnavailableError, type Outbound, type SendOutcome } from '../channels/adapter.js';
import { type AttemptKey, insertAttempt } from '../store/attempts.js';
import type { Database } from '../store/database.js';
import { lockReach, type Reach } from '../store/facts.js';
import { lockMessage, type MessageChange, type MessageRow, setMessage } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { moveReservation } from '../store/reservation.js';
import { takeTurn } from '../store/send-rate.js';
import { together } from '../store/together.js';
import { decideMessageCounted } from './decide-counted.js';
import type { Deps, DispatchAccount, DispatchJob } from './deps.js';
import { outboundOf, type WhatToSend, whatToSend } from './outbound-of.js';
import { giveUp, recordOutcome } from './record-outcome.js';
import {
  isDue,
  obstacleToScheduled,
  postponeAgain,
  reopenForScheduled,
  waitUntil,
} from './scheduled-dispatch.js';

/** Shorter than `GIVE_UP_AFTER_MS` of settle-doubtful.ts, after which the attempt is anybody's to settle. */
const MOST_PATIENCE_MS = 5 * 60_000;

export interface BeginDispatch {
  readonly job: DispatchJob;
  /** The number of this process's `WorkerLease`. */
  readonly worker: number;
}

/** A call to a provider that is written down and must be made now. */
export interface Begun {
  readonly attempt: AttemptKey & { readonly accountId: string };
  readonly account: DispatchAccount;
  readonly outbound: Outbound;
}

/**
 * Why a job leads to no call: the message is not queued any more, may not leave, waits for its hour
 * or its account's turn, or was not to leave once the contact had written.
 */
export type NotBegun = 'nothing_to_do' | 'refused' | 'waits' | 'cancelled';

/** Sends a queued message: `beginDispatch`, and the call if there is one to make. */
export async function dispatchMessage(
  deps: Deps,
  { signal, ...input }: BeginDispatch & { readonly signal: AbortSignal },
): Promise<'called' | NotBegun> {
  const begun = await beginDispatch(deps, input);
  if (typeof begun === 'string') return begun;
  await finishDispatch(deps, begun, signal);
  return 'called';
}

/**
 * Decides again and writes the attempt down. A message that is not queued is left alone, so a job may come twice.
 * From here on the attempt tells what a process that dies has left behind.
 */
export async function beginDispatch(deps: Deps, input: BeginDispatch): Promise<Begun | NotBegun> {
  return deps.db.transaction().execute((tx) => begin(tx, deps, input));
}

/** Calls the provider and writes down how that ended. */
export async function finishDispatch(
  deps: Deps,
  { attempt, account, outbound }: Begun,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const outcome = await callProvider(account, outbound, signal);
  deps.metrics?.dispatched(account.channel, outcome, (performance.now() - began) / 1000);
  await insist(() => recordOutcome(deps, attempt, outcome), deps.failed);
}

/** What a provider has answered is worth waiting for the database to come back: nobody else knows it. */
async function insist(write: () => Promise<void>, failed: Deps['failed']): Promise<void> {
  for (let waited = 0, delay = 100; ; delay = Math.min(delay * 2, 5_000)) {
    try {
      return await write();
    } catch (error) {
      if (waited >= MOST_PATIENCE_MS) throw error;
      failed?.(error);
      waited += delay;
      await setTimeout(delay);
    }
  }
}

async function begin(
  tx: Transaction<Database>,
  deps: Deps,
  { job, worker }: BeginDispatch,
): Promise<Begun | NotBegun> {
  const { workspaceId, messageId } = job;
  const message = await lockMessage(tx, workspaceId, messageId);
  if (message?.status !== 'queued' && message?.status !== 'scheduled') return 'nothing_to_do';
  const now = deps.clock();
  const at = new Date(now);
  if (message.status === 'scheduled' && !isDue(message, now)) {
    // The queue's clock may be ahead of ours.
    await waitUntil(tx, deps, message, message.scheduled_for ?? at);
    return 'waits';
  }

  const account = deps.accounts.get(message.channel_account_id);
  const content = await whatToSend(tx, deps, message);
  const reaches = await lockReach(tx, workspaceId, message.contact_id, now);
  const reach = reaches.find(({ identityId }) => identityId === message.identity_id);
  const obstacle = !account
    ? NO_SETTINGS
    : !reach
      ? NO_ADDRESS
      : 'failure' in content
        ? content.failure
        : null;
  if (obstacle || !account || !reach || 'failure' in content) {
    await giveUp(tx, deps, message, obstacle ?? NO_SETTINGS, at);
    return 'refused';
  }

  if (message.status === 'scheduled') {
    const obstructed = await obstacleToScheduled(tx, deps, message, now);
    if (obstructed === 'cancelled') return obstructed;
    if (obstructed !== null) {
      await giveUp(tx, deps, message, obstructed.failure, at);
      return 'refused';
    }
  }
  const allowed = await decideAgain(tx, deps, { message, reach, content, now });
  if ('refused' in allowed) {
    if (await postponeAgain(tx, deps, message, allowed.refused, now)) return 'waits';
    await giveUp(tx, deps, message, refusal(allowed.refused), at);
    return 'refused';
  }
  const change: MessageChange = { ...allowed.change, status: 'queued' };
  if (message.status === 'scheduled') await reopenForScheduled(tx, message, at);

  if (account.rate && job.hasTurn !== true) {
    const wait = await takeTurn(tx, { workspaceId, accountId: account.id, rate: account.rate, now: at });
    if (wait > 0) {
      const startAfter = new Date(now + wait);
      await deps.queue.enqueueDispatch(tx, { workspaceId, messageId, hasTurn: true }, { startAfter });
      await setMessage(tx, message, change).execute();
      return 'waits';
    }
  }

  const number = message.attempts + 1;
  const attempt = { workspaceId, messageId, number, accountId: account.id };
  const sending: MessageChange = {
    ...change,
    status: 'sending',
    attempts: number,
    tries: message.tries + 1,
  };
  await together(tx, setMessage(tx, message, sending), insertAttempt(tx, attempt, worker, at));
  const row = { ...message, ...sending };
  return {
    attempt,
    account,
    outbound: await outboundOf(tx, row, reach.address, content),
  };
}

/** Whether it may still leave, in which form now, and counted among the messages since the contact's last act. */
async function decideAgain(
  tx: Transaction<Database>,
  deps: Deps,
  {
    message,
    reach,
    content,
    now,
  }: {
    readonly message: MessageRow;
    readonly reach: Reach;
    readonly content: Exclude<WhatToSend, { failure: Failure }>;
    readonly now: number;
  },
): Promise<{ change: MessageChange } | { refused: Decision }> {
  const { workspace_id: workspaceId } = message;
  const asked = {
    at: now,
    sender: message.author_kind === 'agent' ? ('human' as const) : ('automation' as const),
    purpose: message.purpose ?? ('support' as const),
    preset: deps.presetFor(workspaceId),
  };
  const choice = await decideMessageCounted(tx, message, reach, asked, content.formFor);
  if ('refused' in choice) return { refused: choice.refused.decision };
  const { chosen } = choice;
  const change = await moveReservation(tx, message, reach, choice, now);
  if (Object.keys(change).length > 0) {
    const { contact_id: contactId } = message;
    await mirrorIdentities(tx, { workspaceId, contactId, at: now, preset: asked.preset });
  }
  return { change: { ...change, form: chosen.form, tag: chosen.tag } };
}

async function callProvider(
  { id, key, adapter, settings }: DispatchAccount,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    return await adapter.send({ id, key, settings }, outbound, signal);
  } catch (error) {
    if (error instanceof FileUnavailableError)
      return { outcome: 'retry', failure: { ...FILE_UNAVAILABLE, message: error.message }, afterMs: null };
    // An adapter promises not to throw. Where one did, it may have been before or after the provider took it.
    return {
      outcome: 'unknown',
      failure: {
        reason: 'outcome_unknown',
        message: 'Something broke while the message was handed over; it may have arrived.',
        remedy: 'Look whether it arrived before you send it again.',
        retriable: true,
        providerCode: null,
      },
    };
  }
}

function refusal(decision: Decision): Failure {
  const [unlock] = decision.unlockedBy;
  return {
    reason: decision.reason,
    message: explain(decision, 'en'),
    remedy: unlock === undefined ? null : describeUnlock(unlock, 'en'),
    retriable: true,
    providerCode: null,
  };
}

const FILE_UNAVAILABLE: Omit<Failure, 'message'> = {
  reason: 'attachment_unavailable',
  remedy: 'Upload the file again, and send it anew.',
  retriable: true,
  providerCode: null,
};

const NO_SETTINGS: Failure = {
  reason: 'channel_not_available',
  message: 'The gateway has no settings to send through this account.',
  remedy: 'Ask the operator for the settings of this account, then try again.',
  retriable: true,
  providerCode: null,
};

const NO_ADDRESS: Failure = {
  reason: 'no_address',
  message: 'The contact has no address on this channel any more.',
  remedy: 'Write on another channel.',
  retriable: false,
  providerCode: null,
};
