import { type Kysely, sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Deps, DispatchAccount } from '../app/deps.js';
import type { ProviderTemplate } from '../channels/adapter.js';
import type { Database } from '../store/database.js';

export interface SyncedTemplates {
  readonly account: string;
  readonly templates: number;
}

/** How long a provider may take to list its templates. */
const TIMEOUT_MS = 30_000;

/**
 * Takes over the message templates of every account whose provider has some. What the provider no longer lists
 * is kept as `disabled`, because messages refer to it.
 */
export async function syncTemplates(
  db: Kysely<Database>,
  accounts: Deps['accounts'],
  signal?: AbortSignal,
): Promise<SyncedTemplates[]> {
  const synced: SyncedTemplates[] = [];
  for (const account of accounts.values()) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const patience = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const listed = await account.adapter.listTemplates?.(account, patience);
    if (!listed) continue;
    await storeTemplates(db, account, listed);
    synced.push({ account: account.key, templates: listed.length });
  }
  return synced;
}

async function storeTemplates(
  db: Kysely<Database>,
  account: DispatchAccount,
  templates: readonly ProviderTemplate[],
): Promise<void> {
  const { id: channel_account_id, workspaceId: workspace_id, channel } = account;
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('template')
      .set({ status: 'disabled' })
      .where('workspace_id', '=', workspace_id)
      .where('channel_account_id', '=', channel_account_id)
      .execute();
    if (templates.length === 0) return;
    await tx
      .insertInto('template')
      .values(
        templates.map(({ name, language, category, status, header, body, footer, ...rest }) => ({
          workspace_id,
          id: uuid(),
          channel_account_id,
          channel,
          name,
          language,
          category,
          status,
          header,
          header_format: rest.headerFormat ?? null,
          body,
          footer,
          buttons: JSON.stringify(rest.buttons),
          examples: JSON.stringify(rest.examples),
          provider_id: rest.providerId,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'channel_account_id', 'name', 'language']).doUpdateSet({
          category: sql`excluded.category`,
          status: sql`excluded.status`,
          header: sql`excluded.header`,
          header_format: sql`excluded.header_format`,
          body: sql`excluded.body`,
          footer: sql`excluded.footer`,
          buttons: sql`excluded.buttons`,
          examples: sql`excluded.examples`,
          provider_id: sql`excluded.provider_id`,
        }),
      )
      .execute();
  });
}
