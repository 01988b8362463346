import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { channelName } from '../descriptions/channel.js';
import { inWords } from '../failures.js';
import { clientOf } from './list-search.js';

/** Our sender accounts that this gateway sends through. */
export async function getChannelAccounts(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await inWords(this, async () => {
    const { items } = await (await clientOf(this)).listChannelAccounts();
    return items
      .filter(({ dispatches }) => dispatches)
      .map(({ id, name, channel, address }) => ({
        name: `${name} (${channelName(channel)})`,
        value: id,
        ...(address ? { description: address } : {}),
      }));
  });
}

/** Agents whom the gateway has seen. */
export async function getAgents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await inWords(this, async () => {
    const { items } = await (await clientOf(this)).listAgents();
    return items.map(({ id, name, role }) => ({ name, value: id, description: role }));
  });
}

/** Groups of contacts, as the operator named them. */
export async function getSegments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return await inWords(this, async () => {
    const { items } = await (await clientOf(this)).listSegments();
    return items.map(({ key, name }) => ({ name, value: key }));
  });
}

export const loadOptions = { getAgents, getChannelAccounts, getSegments };
