import type { Channel } from '@outbound-composer/core';
import type { ChannelEvent } from '../channels/adapter.js';
import type { Deps } from './deps.js';
import { receiveAddress } from './receive-address.js';
import { receiveConsent } from './receive-consent.js';
import { receiveEcho } from './receive-echo.js';
import { receiveMessage } from './receive-message.js';
import { receiveReceipt } from './receive-receipt.js';
import { receiveRemoval } from './receive-removal.js';
import { receiveStatus } from './receive-status.js';
import { receiveTemplate } from './receive-template.js';
import { storableEvent } from './storable-event.js';

export interface ReceivingAccount {
  readonly id: string;
  readonly workspaceId: string;
  readonly channel: Channel;
}

export interface ReceiveChannelEvents {
  readonly account: ReceivingAccount;
  /** From a webhook whose signature was verified. */
  readonly events: readonly ChannelEvent[];
}

/** How many events there were of each kind; the same event again counts as a duplicate. */
export interface Received {
  readonly messages: number;
  readonly statuses: number;
  readonly consents: number;
  /** Of addresses and templates. */
  readonly changes: number;
  readonly duplicates: number;
  readonly ignored: number;
}

/**
 * Takes in what a provider reports. Late, duplicate and out-of-order events end in the same state as punctual ones.
 * Each event is a transaction of its own: when one fails, the provider repeats the call, and those before it have
 * become duplicates.
 */
export async function receiveChannelEvents(
  deps: Deps,
  { account, events }: ReceiveChannelEvents,
): Promise<Received> {
  const received = { messages: 0, statuses: 0, consents: 0, changes: 0, duplicates: 0, ignored: 0 };
  for (const event of events) received[await receive(deps, account, storableEvent(event))] += 1;
  return received;
}

async function receive(deps: Deps, account: ReceivingAccount, event: ChannelEvent): Promise<keyof Received> {
  switch (event.type) {
    case 'message':
      return (await receiveMessage(deps, account, event)) ? 'messages' : 'duplicates';
    case 'status':
      return (await receiveStatus(deps, account, event)) ? 'statuses' : 'duplicates';
    case 'echo':
      return (await receiveEcho(deps, account, event)) ? 'messages' : 'duplicates';
    case 'receipt':
      return (await receiveReceipt(deps, account, event)) ? 'statuses' : 'duplicates';
    case 'removed':
      return (await receiveRemoval(deps, account, event)) ? 'messages' : 'duplicates';
    case 'address':
      return (await receiveAddress(deps, account, event)) ? 'changes' : 'duplicates';
    case 'template':
      return (await receiveTemplate(deps, account, event)) ? 'changes' : 'duplicates';
    case 'consent':
      return (await receiveConsent(deps, account, event)) ? 'consents' : 'duplicates';
    case 'ignored':
      return 'ignored';
  }
}
