import type { FastifyRequest } from 'fastify';
import { findApiKey, isApiKey } from '../app/api-keys.js';
import type { Actor, Deps } from '../app/deps.js';
import { agentDesk } from '../app/meet-agent.js';
import { ProblemError } from '../app/problem.js';
import { agentKeys, readAgentToken } from './agent-token.js';
import type { ServedWorkspace } from './server.js';

export type Authenticate = (request: FastifyRequest) => Promise<Actor>;

/** Says who asks, by the Authorization header: agents by a short-lived JWT, machines by an API key. */
export function authenticator({ db, clock }: Deps, workspace: ServedWorkspace): Authenticate {
  const meetAgent = agentDesk(db, workspace.id, clock);
  const rules = {
    workspace: workspace.name,
    issuer: workspace.agentTokens.issuer,
    keys: agentKeys(workspace.agentTokens),
  };

  return async (request) => {
    const token = bearer(request.headers.authorization);
    if (!isApiKey(token)) return meetAgent(await readAgentToken(token, rules, clock()));
    const machine = await findApiKey(db, workspace.id, token, clock());
    if (machine) return machine;
    throw new ProblemError('token_invalid', 'The API key is unknown here or was revoked.');
  };
}

function bearer(header: string | undefined): string {
  if (header === undefined)
    throw new ProblemError('token_missing', 'Expected the header Authorization: Bearer <token>.');
  const [, token] = /^Bearer +([^\s]+)$/i.exec(header) ?? [];
  if (token === undefined)
    throw new ProblemError('token_missing', 'Expected Authorization to read Bearer <token>.');
  return token;
}
