import { z } from 'zod';
import type { ChannelAdapter } from '../../src/channels/adapter.js';
import { failure } from './fake-adapter.js';

/** Sends to a `countingProvider`, and tells what surely was not accepted from what may have been. */
export function httpAdapter(providerUrl: string): ChannelAdapter {
  return {
    channel: 'telegram',
    settings: z.unknown(),
    async send(_account, { messageId }, signal) {
      try {
        const response = await fetch(`${providerUrl}/${messageId}`, { method: 'POST', signal });
        const { id } = (await response.json()) as { id: string };
        return { outcome: 'accepted', providerId: id };
      } catch (error) {
        const refused = (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED';
        return refused
          ? { outcome: 'retry', failure: failure('not_reachable', true), afterMs: 0 }
          : { outcome: 'unknown', failure: failure('no_answer', true) };
      }
    },
  };
}
