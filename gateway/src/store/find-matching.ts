import { type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from './database.js';

export type ContactRow = Selectable<Database['contact']>;

export interface ExternalId {
  readonly source: string;
  readonly id: string;
}

/** What may tell a contact apart; e-mail in lower case, phone in E.164. */
export interface ContactKeys {
  readonly external: ExternalId | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface Matching {
  readonly row: ContactRow;
  readonly by: readonly ('external' | 'email' | 'phone')[];
}

/** Lets only one transaction at a time look for a contact by these keys and make it. */
export async function lockKeys(
  tx: Transaction<Database>,
  workspaceId: string,
  ...keys: readonly ContactKeys[]
): Promise<void> {
  const names = keys.flatMap(({ external, email, phone }) => [
    ...(external ? [`external:${external.source}/${external.id}`] : []),
    ...(email === null ? [] : [`email:${email}`]),
    ...(phone === null ? [] : [`phone:${phone}`]),
  ]);
  // In one order everywhere, so that two transactions never wait for each other.
  for (const name of names.sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId}/${name}`}, 2))`.execute(tx);
}

/**
 * The contacts that any of the keys names, locked. One that already has another id of the same source is another
 * person for whoever gave that id, however they share an address.
 */
export async function lockMatching(
  tx: Transaction<Database>,
  workspaceId: string,
  { external, email, phone }: ContactKeys,
): Promise<Matching[]> {
  const { source, id } = external ?? { source: null, id: null };
  const { rows } = await sql<ContactRow & { ids: string[] | null }>`
    select c.*, (
      select array_agg(x.external_id) from contact_external_id x
      where x.workspace_id = c.workspace_id and x.contact_id = c.id and x.source = ${source}
    ) as ids
    from contact c where c.workspace_id = ${workspaceId} and c.id in (
      select id from contact where workspace_id = ${workspaceId} and source = ${source} and external_id = ${id}
      union select contact_id from contact_external_id
        where workspace_id = ${workspaceId} and source = ${source} and external_id = ${id}
      union select id from contact where workspace_id = ${workspaceId} and phone = ${phone}
      union select id from contact where workspace_id = ${workspaceId} and lower(email) = ${email}
    ) order by c.id for no key update of c`.execute(tx);
  return rows.flatMap(({ ids, ...row }): Matching[] => {
    const own = [...(ids ?? []), ...(row.source === source && row.external_id ? [row.external_id] : [])];
    const isNamed = id !== null && own.includes(id);
    if (!isNamed && own.length > 0) return [];
    const by = [
      ...(isNamed ? (['external'] as const) : []),
      ...(email !== null && row.email?.toLowerCase() === email ? (['email'] as const) : []),
      ...(phone !== null && row.phone === phone ? (['phone'] as const) : []),
    ];
    return by.length > 0 ? [{ row, by }] : [];
  });
}
