import { CHANNELS, type Channel } from '@outbound-composer/core';
import { fieldProblem } from './problem.js';

/**
 * The channel of a name that came from outside.
 * @param field Where it stands in the request.
 * @throws ProblemError `unknown_channel`
 */
export function channelNamed(name: string | undefined, field = 'channel'): Channel | undefined {
  if (name === undefined || isChannel(name)) return name;
  throw fieldProblem('unknown_channel', field, 'is no channel', `one of: ${CHANNELS.join(', ')}`);
}

const isChannel = (name: string): name is Channel => (CHANNELS as readonly string[]).includes(name);
