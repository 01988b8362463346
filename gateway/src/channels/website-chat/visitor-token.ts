import { errors, jwtVerify, SignJWT } from 'jose';
import type { WebsiteChatSettings } from './settings.js';

const AUDIENCE = 'outbound-composer-visitor';
const ALGORITHM = 'HS256';
const DAY_SECONDS = 86_400;

export interface Visitor {
  /** Key of the website chat's account: a visitor of one site is a stranger on another. */
  readonly accountKey: string;
  /** The address of the contact's identity on this channel. */
  readonly visitorId: string;
}

/**
 * A token for a visitor's browser to keep. Who holds it reads and writes this visitor's chat, nothing else.
 * @param at epoch milliseconds
 */
export function issueVisitorToken(
  settings: WebsiteChatSettings,
  { accountKey, visitorId, at }: Visitor & { readonly at: number },
): Promise<string> {
  const now = Math.floor(at / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(AUDIENCE)
    .setIssuer(accountKey)
    .setSubject(visitorId)
    .setIssuedAt(now)
    .setExpirationTime(now + settings.visitorDays * DAY_SECONDS)
    .sign(key(settings));
}

/** The visitor of a token, or null when it is not one of ours for this account, or has expired. */
export async function verifyVisitorToken(
  settings: WebsiteChatSettings,
  { accountKey, token, at }: { readonly accountKey: string; readonly token: string; readonly at: number },
): Promise<Visitor | null> {
  try {
    const { payload } = await jwtVerify(token, key(settings), {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      issuer: accountKey,
      currentDate: new Date(at),
      requiredClaims: ['sub', 'exp'],
    });
    return payload.sub ? { accountKey, visitorId: payload.sub } : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function key(settings: WebsiteChatSettings): Uint8Array {
  return new TextEncoder().encode(settings.visitorSecret);
}
