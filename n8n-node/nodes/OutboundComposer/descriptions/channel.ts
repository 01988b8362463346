import { CHANNELS, type Channel } from '@outbound-composer/core';
import { channelName as nameOfChannel } from '@outbound-composer/core/explain';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../failures.js';

/** As people write it, in English, as n8n wants it. */
export function channelName(channel: Channel): string {
  return nameOfChannel(channel, 'en');
}

const channels = CHANNELS.map((value) => ({ name: channelName(value), value })).sort((one, other) =>
  one.name.localeCompare(other.name),
);

/** One channel, or whichever of the contact's is best. Read it with `channelOf()`. */
export const channelField: INodeProperties = {
  displayName: 'Channel',
  name: 'channel',
  type: 'options',
  options: [{ name: 'Best Available', value: 'any' }, ...channels],
  default: 'any',
  description: 'The channel to use. Best Available takes the one that permits most at this moment.',
};

/** Several channels, to find contacts that have one of them. */
export const channelsField: INodeProperties = {
  displayName: 'Channels',
  name: 'channel',
  type: 'multiOptions',
  options: channels,
  default: [],
  description: 'Only contacts that can be reached on one of these channels',
};

/** The chosen channel, or undefined for whichever is best. */
export function channelOf(value: unknown): Channel | undefined {
  if (value === 'any' || value === '' || value === undefined || value === null) return undefined;
  const channel = CHANNELS.find((known) => known === value);
  if (channel === undefined)
    throw new FieldFault(
      'Channel',
      `has the unknown value "${String(value)}"`,
      `It must be any, ${CHANNELS.join(', ')}.`,
    );
  return channel;
}
