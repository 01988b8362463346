import { sql, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from './database.js';

/** An agent as a file knows one: the id in the CRM, perhaps the name. */
export interface NamedAgent {
  readonly externalId: string;
  readonly name: string | undefined;
}

/**
 * The ids of agents by their external ids. One that has not signed in yet is written down with the name that the
 * file gives, or that id; the first token brings name and role.
 */
export async function agentIds(
  tx: Transaction<Database>,
  workspaceId: string,
  named: Iterable<NamedAgent>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { externalId, name } of named)
    names.set(externalId, name ?? names.get(externalId) ?? externalId);
  const wanted = [...names.keys()].sort();
  if (wanted.length === 0) return new Map();
  const known = async () => {
    const rows = await tx
      .selectFrom('agent')
      .where('workspace_id', '=', workspaceId)
      .where('external_id', '=', sql<string>`any(${wanted}::text[])`)
      .select(['id', 'external_id'])
      .execute();
    return new Map(rows.map((row) => [row.external_id, row.id]));
  };
  const before = await known();
  const missing = wanted.filter((externalId) => !before.has(externalId));
  if (missing.length === 0) return before;
  await tx
    .insertInto('agent')
    .values(
      missing.map((externalId) => ({
        workspace_id: workspaceId,
        id: uuid(),
        external_id: externalId,
        name: names.get(externalId)!,
        role: 'agent' as const,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return known();
}
