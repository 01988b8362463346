import { createHash } from 'node:crypto';
import type { Decision } from '@outbound-composer/core';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './database.js';

export interface IdempotencyKey {
  readonly workspaceId: string;
  /** Whose key it is: two callers may use the same one. */
  readonly actor: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

export interface EarlierRequest {
  readonly sameRequest: boolean;
  readonly messageId: string;
  readonly decision: Decision;
}

/**
 * Claims a key for a request, or returns what an earlier one with it has led to. A request at the same moment is
 * waited for: either it commits, or the key is free again.
 */
export async function claimKey(
  tx: Transaction<Database>,
  { workspaceId, actor, key, fingerprint }: IdempotencyKey,
  messageId: string,
): Promise<EarlierRequest | null> {
  const claimed = await tx
    .insertInto('idempotency')
    .values({
      workspace_id: workspaceId,
      actor,
      key,
      fingerprint,
      message_id: messageId,
      decision: 'null',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('message_id')
    .executeTakeFirst();
  if (claimed) return null;
  const row = await tx
    .selectFrom('idempotency')
    .where('workspace_id', '=', workspaceId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .select(['fingerprint', 'message_id', 'decision'])
    .executeTakeFirstOrThrow();
  return {
    sameRequest: row.fingerprint.equals(fingerprint),
    messageId: row.message_id,
    decision: row.decision as Decision,
  };
}

/** Keeps the decision by which a claimed key's message was queued. */
export const keepDecision = (
  tx: Transaction<Database>,
  { workspaceId, actor, key }: IdempotencyKey,
  decision: Decision,
) =>
  tx
    .updateTable('idempotency')
    .set({ decision: JSON.stringify(decision) })
    .where('workspace_id', '=', workspaceId)
    .where('actor', '=', actor)
    .where('key', '=', key);

/** Gives up a key claimed in this transaction, so that the same request may be tried again. */
export async function freeKey(
  tx: Transaction<Database>,
  { workspaceId, actor, key }: IdempotencyKey,
): Promise<void> {
  await tx
    .deleteFrom('idempotency')
    .where('workspace_id', '=', workspaceId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute();
}

/** Keys are remembered for a week: nobody repeats a request for longer. Kept at `created_at`, the database's clock. */
export async function forgetKeys(db: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('idempotency')
    .where('created_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** The same for two requests that mean the same, however their members are ordered. */
export function fingerprintOf(request: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(request, sorted)).digest();
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
