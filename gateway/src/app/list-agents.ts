import type { Agent } from '@outbound-composer/core/contract';
import type { Actor, Deps } from './deps.js';

/** The agents that the gateway has seen, by name: the choice when a conversation is assigned. */
export async function listAgents({ db }: Deps, actor: Actor): Promise<Agent[]> {
  return db
    .selectFrom('agent')
    .where('workspace_id', '=', actor.workspaceId)
    .select(['id', 'external_id as externalId', 'name', 'role', 'team'])
    .orderBy('name')
    .orderBy('id')
    .execute();
}
