import { ROLES } from '@outbound-composer/core/contract';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { AgentClaims } from '../app/meet-agent.js';
import { ProblemError } from '../app/problem.js';

export const AUDIENCE = 'outbound-composer';
/** A stolen token is of use for this long at most. */
export const MAX_LIFETIME_SECONDS = 600;
/** Clocks of two machines differ by some seconds. */
const CLOCK_TOLERANCE_SECONDS = 5;

export interface AgentTokenRules {
  readonly workspace: string;
  readonly issuer: string;
  readonly secret: Uint8Array;
}

const Claims = z.object({
  workspace: z.string(),
  sub: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(200),
  role: z.enum(ROLES),
  team: z.string().trim().min(1).max(200).nullish(),
  iat: z.int(),
  exp: z.int(),
});

/**
 * Checks an agent token (JWT, HS256) that the CRM's backend signed.
 * @throws ProblemError `token_expired` or `token_invalid`, naming the claim.
 */
export async function readAgentToken(
  token: string,
  { workspace, issuer, secret }: AgentTokenRules,
  now: number,
): Promise<AgentClaims> {
  const { payload } = await jwtVerify(token, secret, {
    algorithms: ['HS256'],
    issuer,
    audience: AUDIENCE,
    currentDate: new Date(now),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  }).catch((cause: unknown) => {
    throw asProblem(cause);
  });

  const parsed = Claims.safeParse(payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`claim "${issue?.path.join('.')}": ${issue?.message}`);
  }
  const claims = parsed.data;
  if (claims.workspace !== workspace) throw invalid('claim "workspace" names another workspace');
  if (claims.exp - claims.iat > MAX_LIFETIME_SECONDS)
    throw invalid(`claim "exp" is more than ${MAX_LIFETIME_SECONDS} seconds after "iat"`);
  if (claims.iat > now / 1000 + CLOCK_TOLERANCE_SECONDS) throw invalid('claim "iat" is in the future');
  const { sub: externalId, name, role, team = null, exp } = claims;
  if (role === 'agent_team' && team === null)
    throw invalid('claim "team" is missing, which the role agent_team needs');
  return { externalId, name, role, team, expiresAt: exp * 1000 };
}

function asProblem(cause: unknown): ProblemError {
  if (cause instanceof errors.JWTExpired)
    return new ProblemError('token_expired', 'The agent token has expired.', { cause });
  if (cause instanceof errors.JWTClaimValidationFailed)
    return invalid(`claim "${cause.claim}" is missing or not the expected one`, cause);
  if (cause instanceof errors.JWSSignatureVerificationFailed)
    return invalid('the signature does not fit', cause);
  if (cause instanceof errors.JOSEAlgNotAllowed) return invalid('the algorithm must be HS256', cause);
  return invalid('it is neither an agent token (JWT) nor an API key', cause);
}

const invalid = (what: string, cause?: unknown) =>
  new ProblemError('token_invalid', `The token is not valid here: ${what}.`, { cause });
