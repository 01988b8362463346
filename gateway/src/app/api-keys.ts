import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';

/** `oc_` and 32 random bytes; only a hash of it is kept. */
const KEY = /^oc_[A-Za-z0-9_-]{43}$/;
/** How exact `last_used_at` is: a busy key is not written on every request. */
const USED_WITHIN_MS = 60_000;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Makes a key for a machine. The key itself is in the answer and nowhere else. */
export async function createApiKey(
  db: Kysely<Database>,
  workspaceId: string,
  name: string,
): Promise<{ id: string; key: string }> {
  const id = uuid();
  const key = `oc_${randomBytes(32).toString('base64url')}`;
  await db
    .insertInto('api_key')
    .values({ workspace_id: workspaceId, id, name, hash: hashOf(key) })
    .execute();
  return { id, key };
}

export async function listApiKeys(db: Kysely<Database>, workspaceId: string): Promise<ApiKey[]> {
  return db
    .selectFrom('api_key')
    .where('workspace_id', '=', workspaceId)
    .select([
      'id',
      'name',
      'created_at as createdAt',
      'last_used_at as lastUsedAt',
      'revoked_at as revokedAt',
    ])
    .orderBy('created_at')
    .execute();
}

/** @returns false when there is no such key, or it was revoked before. */
export async function revokeApiKey(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export const isApiKey = (token: string): boolean => token.startsWith('oc_');

/** Who a key belongs to, or null when it is unknown, revoked or another workspace's. */
export async function findApiKey(
  db: Kysely<Database>,
  workspaceId: string,
  key: string,
  now: number,
): Promise<Extract<Actor, { kind: 'machine' }> | null> {
  if (!KEY.test(key)) return null;
  const found = await db
    .selectFrom('api_key')
    .where('hash', '=', hashOf(key))
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .select(['id', 'name', 'last_used_at'])
    .executeTakeFirst();
  if (!found) return null;
  if (!found.last_used_at || now - found.last_used_at.getTime() > USED_WITHIN_MS) {
    await db
      .updateTable('api_key')
      .set({ last_used_at: new Date(now) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', found.id)
      .execute();
  }
  return { kind: 'machine', workspaceId, keyId: found.id, name: found.name };
}

const hashOf = (key: string) => createHash('sha256').update(key).digest();
