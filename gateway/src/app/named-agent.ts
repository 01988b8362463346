import type { Transaction } from 'kysely';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';
import { fieldProblem, ProblemError } from './problem.js';

/**
 * The agent that a request names: by id, as `me`, or nobody.
 * @param field Where the name stood in the request.
 * @throws ProblemError `agent_not_found`, or `validation_failed` when a key says `me`
 */
export async function namedAgentId(
  tx: Transaction<Database>,
  actor: Actor,
  name: string | null,
  field: string,
): Promise<string | null> {
  if (name === null) return null;
  if (name === 'me') {
    if (actor.kind === 'agent') return actor.agentId;
    throw fieldProblem(
      'validation_failed',
      field,
      'is `me`, but a key is no agent',
      'the id of an agent, or null',
    );
  }
  const agent = await tx
    .selectFrom('agent')
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', name)
    .select('id')
    .executeTakeFirst();
  if (agent) return agent.id;
  throw new ProblemError('agent_not_found', 'There is no agent with this id in the workspace.', {
    errors: [{ field, message: 'is not the id of an agent', expected: 'an id from GET /v1/agents' }],
  });
}
