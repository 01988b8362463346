import type { Actor } from './deps.js';

/** Names an actor among all of its workspace. */
export const actorKey = (actor: Actor): string =>
  actor.kind === 'agent' ? `agent:${actor.agentId}` : `machine:${actor.keyId}`;
