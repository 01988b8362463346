import type { Me } from '@outbound-composer/core/contract';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';

export interface MeInput {
  readonly actor: Actor;
  readonly workspace: { readonly id: string; readonly name: string; readonly preset: string };
}

/** Who asks, in which workspace, and the clock by which the gateway decides. */
export async function me({ db, clock }: Deps, { actor, workspace }: MeInput): Promise<Me> {
  const { id, name, preset } = workspace;
  const now = new Date(clock()).toISOString();
  if (actor.kind === 'machine')
    return {
      workspace: { id, name, preset },
      actor: { kind: 'machine', keyId: actor.keyId, name: actor.name },
      now,
    };
  const row = await db
    .selectFrom('agent')
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', actor.agentId)
    .select('external_id')
    .executeTakeFirst();
  if (!row) throw new ProblemError('agent_not_found', 'There is no such agent any more.');
  const agent = {
    id: actor.agentId,
    externalId: row.external_id,
    name: actor.name,
    role: actor.role,
    team: actor.team ?? null,
  };
  return { workspace: { id, name, preset }, actor: { kind: 'agent', agent }, now };
}
