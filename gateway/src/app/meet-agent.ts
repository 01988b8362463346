import type { Role } from '@outbound-composer/core/contract';
import type { Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';

/** What a verified agent token says. */
export interface AgentClaims {
  /** The agent's id in the CRM. */
  readonly externalId: string;
  readonly name: string;
  readonly role: Role;
  readonly team: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

type AgentActor = Extract<Actor, { kind: 'agent' }>;
export type MeetAgent = (claims: AgentClaims) => Promise<AgentActor>;

/** How exact `last_seen_at` is: an agent at work is not written on every request. */
const SEEN_WITHIN_MS = 60_000;
const REMEMBERED = 10_000;

/**
 * Knows the agents of a workspace by their tokens: writes one down at first sight and again when name, role
 * or team changed. The token is the truth, the row is for lists and assignments.
 */
export function agentDesk(db: Kysely<Database>, workspaceId: string, clock: () => number): MeetAgent {
  const remembered = new Map<string, { actor: AgentActor; at: number }>();

  return async ({ externalId, name, role, team, expiresAt }) => {
    const now = clock();
    const known = remembered.get(externalId);
    const unchanged =
      known && known.actor.name === name && known.actor.role === role && known.actor.team === team;
    if (unchanged && now - known.at < SEEN_WITHIN_MS) return { ...known.actor, expiresAt };

    const { id } = await db
      .insertInto('agent')
      .values({
        workspace_id: workspaceId,
        id: uuid(),
        external_id: externalId,
        name,
        role,
        team,
        last_seen_at: new Date(now),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'external_id'])
          .doUpdateSet({ name, role, team, last_seen_at: new Date(now) }),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    const actor: AgentActor = { kind: 'agent', workspaceId, agentId: id, name, role, team };
    // Insertion order is age, so the first key is the one that was met longest ago.
    remembered.delete(externalId);
    remembered.set(externalId, { actor, at: now });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED) break;
      remembered.delete(oldest);
    }
    return { ...actor, expiresAt };
  };
}
