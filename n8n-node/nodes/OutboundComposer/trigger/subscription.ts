import { createGatewayClient, type GatewayClient, GatewayProblem } from '@outbound-composer/core/client';
import type { WebhookSubscription } from '@outbound-composer/core/contract';
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { inWords, nodeError } from '../failures.js';
import { gatewayTransport } from '../transport.js';
import { closingHoursOf, eventsOf } from './events.js';
import { forget } from './seen.js';

/** What n8n keeps for the trigger while its workflow is active. */
interface Kept extends IDataObject {
  subscriptionId?: string;
  /** The gateway shows it once, when the subscription is made. */
  secret?: string;
  seen?: string[];
}

/** Whether the gateway still has our subscription, as this node wants it, and calls it. */
export function isCurrent(hook: IHookFunctions): Promise<boolean> {
  return inWords(hook, async () => {
    const { client, wanted, kept } = await settings(hook);
    const { items } = await client.listWebhookSubscriptions();
    const own = ownOf(items, kept, wanted.url);
    return own?.enabled === true && fits(own, wanted);
  });
}

/** Makes the subscription, or brings the one that is there up to date: then nothing that waits in it is lost. */
export function begin(hook: IHookFunctions): Promise<boolean> {
  return inWords(hook, async () => {
    const { client, wanted, kept } = await settings(hook);
    const { items } = await client.listWebhookSubscriptions();
    const own = ownOf(items, kept, wanted.url);
    if (own) {
      await client.updateWebhookSubscription(own.id, { ...wanted, enabled: true });
      return true;
    }
    // Others with this address are our own whose secret got lost: the address belongs to this node alone.
    for (const { id, url } of items) if (url === wanted.url) await remove(hook, client, id);
    const { id, secret } = await client.createWebhookSubscription(wanted);
    Object.assign(kept, { subscriptionId: id, secret, seen: [] });
    return true;
  });
}

/** Ends the subscription. Where that fails, what is kept stays, so that the next activation finds it. */
export function end(hook: IHookFunctions): Promise<boolean> {
  return inWords(hook, async () => {
    const kept: Kept = hook.getWorkflowStaticData('node');
    const { subscriptionId } = kept;
    if (subscriptionId === undefined) return true;
    await remove(hook, createGatewayClient(await gatewayTransport(hook)), subscriptionId);
    forget(kept, subscriptionId);
    delete kept.subscriptionId;
    delete kept.secret;
    return true;
  });
}

interface Wanted {
  readonly url: string;
  readonly events: WebhookSubscription['events'];
  readonly windowClosingHours?: number;
}

async function settings(
  hook: IHookFunctions,
): Promise<{ client: GatewayClient; wanted: Wanted; kept: Kept }> {
  const wanted = wantedBy(hook);
  const client = createGatewayClient(await gatewayTransport(hook));
  return { client, wanted, kept: hook.getWorkflowStaticData('node') };
}

function wantedBy(hook: IHookFunctions): Wanted {
  const events = eventsOf(hook.getNodeParameter('events'));
  return {
    url: hook.getNodeWebhookUrl('default') ?? '',
    events,
    ...(events.includes('window.closing')
      ? { windowClosingHours: closingHoursOf(hook.getNodeParameter('windowClosingHours')) }
      : {}),
  };
}

/**
 * The subscription that we have the secret of. One with another address stays as it is: it belongs to the workflow
 * that this one is a copy of, or to an n8n that has moved.
 */
function ownOf(
  items: readonly WebhookSubscription[],
  { subscriptionId, secret }: Kept,
  url: string,
): WebhookSubscription | undefined {
  if (secret === undefined) return undefined;
  return items.find((one) => one.id === subscriptionId && one.url === url);
}

function fits(own: WebhookSubscription, { events, windowClosingHours }: Wanted): boolean {
  const sameEvents = own.events.length === events.length && events.every((one) => own.events.includes(one));
  return sameEvents && (windowClosingHours === undefined || own.windowClosingHours === windowClosingHours);
}

/** Removing what is gone already is done. */
async function remove(hook: IHookFunctions, client: GatewayClient, id: string): Promise<void> {
  try {
    await client.deleteWebhookSubscription(id);
  } catch (error) {
    const isGone = error instanceof GatewayProblem && error.code === 'webhook_subscription_not_found';
    if (!isGone) throw nodeError(error, hook.getNode());
  }
}
