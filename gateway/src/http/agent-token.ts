import { ROLES } from '@outbound-composer/core/contract';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
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
  readonly keys: AgentKeys;
}

/** What the workspace's CRM signs with; one of the two. */
export interface AgentTokenSettings {
  readonly issuer: string;
  /** Shared with the CRM: HS256. */
  readonly secret?: string | undefined;
  /** Where the CRM publishes its public keys (JWKS, RFC 7517): EdDSA or RS256. */
  readonly jwksUrl?: string | undefined;
}

interface AgentKeys {
  readonly algorithms: readonly string[];
  readonly key: Uint8Array | JWTVerifyGetKey;
}

/**
 * The kinds of key are never mixed: where public keys are used, none of them passes for a shared secret. A set is
 * fetched when it is needed, kept for ten minutes, and fetched again for a key id that it has not.
 */
export function agentKeys({ secret, jwksUrl }: AgentTokenSettings): AgentKeys {
  if (jwksUrl !== undefined)
    return { algorithms: ['EdDSA', 'Ed25519', 'RS256'], key: createRemoteJWKSet(new URL(jwksUrl)) };
  if (secret === undefined) throw new TypeError('expected a secret or a jwksUrl');
  return { algorithms: ['HS256'], key: new TextEncoder().encode(secret) };
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
 * Checks an agent token (JWT) that the CRM's backend signed.
 * @throws ProblemError `token_expired` or `token_invalid`, naming the claim; `unavailable` while the CRM's keys cannot
 * be fetched
 */
export async function readAgentToken(
  token: string,
  { workspace, issuer, keys }: AgentTokenRules,
  now: number,
): Promise<AgentClaims> {
  const { algorithms, key } = keys;
  const options = {
    algorithms: [...algorithms],
    issuer,
    audience: AUDIENCE,
    currentDate: new Date(now),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  const verified =
    typeof key === 'function' ? jwtVerify(token, key, options) : jwtVerify(token, key, options);
  const { payload } = await verified.catch((cause: unknown) => {
    throw asProblem(cause, algorithms);
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

function asProblem(cause: unknown, algorithms: readonly string[]): ProblemError {
  if (cause instanceof errors.JWTExpired)
    return new ProblemError('token_expired', 'The agent token has expired.', { cause });
  if (cause instanceof errors.JWTClaimValidationFailed)
    return invalid(`claim "${cause.claim}" is missing or not the expected one`, cause);
  if (cause instanceof errors.JWSSignatureVerificationFailed)
    return invalid('the signature does not fit', cause);
  if (cause instanceof errors.JOSEAlgNotAllowed)
    return invalid(`the algorithm must be ${algorithms.join(' or ')}`, cause);
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys)
    return invalid('no one key of the CRM fits its "kid"', cause);
  if (!(cause instanceof errors.JWTInvalid || cause instanceof errors.JWSInvalid) && isOfTheKeys(cause))
    return new ProblemError('unavailable', 'The keys of the CRM cannot be fetched at the moment.', { cause });
  return invalid('it is neither an agent token (JWT) nor an API key', cause);
}

/** A set that did not come, or is none; `fetch` throws a TypeError. */
function isOfTheKeys(cause: unknown): boolean {
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return true;
  return (
    cause instanceof TypeError || (cause instanceof errors.JOSEError && cause.code === 'ERR_JOSE_GENERIC')
  );
}

const invalid = (what: string, cause?: unknown) =>
  new ProblemError('token_invalid', `The token is not valid here: ${what}.`, { cause });
