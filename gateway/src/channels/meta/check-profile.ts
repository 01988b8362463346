import { z } from 'zod';
import type { CheckedAccount } from '../adapter.js';
import { askGraph } from './ask-graph.js';
import { sendApiError } from './errors.js';
import type { GraphAccess } from './graph.js';

const Profile = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });

/**
 * GET /{version}/{id}: a Page, https://developers.facebook.com/docs/graph-api/reference/page/, or an Instagram
 * account, https://developers.facebook.com/docs/instagram-platform/reference/instagram-account/
 *
 * @throws ProviderUnavailableError
 */
export async function checkProfile(
  channel: 'messenger' | 'instagram',
  access: GraphAccess,
  id: string,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const call = { path: id, query: { fields: 'id,name,username' } };
  const rowOf = (error: Parameters<typeof sendApiError>[1]) => sendApiError(channel, error);
  const { name, username } = await askGraph(access, call, Profile, rowOf, signal);
  return { name: name ?? null, address: username === undefined ? null : `@${username}` };
}
