import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate, migratorOf } from '../src/store/migrate.js';
import { useDatabase } from './support/database.js';
import { whatsAppProvider } from './support/whatsapp-provider.js';
import { whatsAppConfig, wholeGateway } from './support/whole-gateway.js';

const database = useDatabase({ empty: true });
const query = (text: string, values: unknown[] = []) => database.connection.pool.query(text, values);

/** As the first release wrote it: 300 contacts with all that hangs on them, in every status there was. */
const FILL = [
  `insert into workspace (id, name) values (gen_random_uuid(), 'acme')`,
  `insert into agent (workspace_id, id, external_id, name, role)
   select w.id, gen_random_uuid(), 'agent-' || n, 'Agent ' || n, (array['owner','manager','agent','agent_own'])[n]
   from workspace w, generate_series(1, 4) n`,
  `insert into api_key (workspace_id, id, name, hash) select id, gen_random_uuid(), 'n8n', '\\x01' from workspace`,
  `insert into channel_account (workspace_id, id, key, channel, name, facts)
   select id, gen_random_uuid(), 'whatsapp', 'whatsapp', 'WhatsApp', '{"region":"DE"}' from workspace`,
  // Some names are longer than what later searches compare, and one is empty.
  `insert into contact (workspace_id, id, source, external_id, first_name, last_name, email, phone, country, tags,
     custom_fields, conversation_status, last_activity_at, closed_at, channels)
   select w.id, gen_random_uuid(), 'crm', n::text,
     case when n % 50 = 0 then repeat('Łukasz-Ünal ', 60) when n % 51 = 0 then null else 'Łukasz ' || n end,
     'Müller', case when n % 3 = 0 then 'l' || n || '@example.com' end, '+4917' || (100000000 + n), 'PL',
     case when n % 10 = 0 then '{VIP,news}'::text[] else '{}' end, jsonb_build_object('plan', n),
     (array['open','snoozed','closed'])[1 + n % 3], timestamptz '2026-11-01' + n * interval '1 hour',
     case when n % 3 = 2 then timestamptz '2026-11-02' + n * interval '1 hour' end, '{whatsapp}'
   from workspace w, generate_series(1, 300) n`,
  `insert into identity (workspace_id, id, contact_id, channel_account_id, channel, address, last_inbound_at,
     outbound_since_inbound, opted_out)
   select c.workspace_id, gen_random_uuid(), c.id, a.id, 'whatsapp', c.phone, now() - interval '1 hour', 2,
     c.external_id = '7'
   from contact c, channel_account a`,
  `insert into conversation (workspace_id, id, contact_id, status, last_activity_at, closed_at, closing_summary)
   select workspace_id, gen_random_uuid(), id, conversation_status, last_activity_at, closed_at, 'solved'
   from contact`,
  `insert into message (workspace_id, id, contact_id, conversation_id, identity_id, channel_account_id, channel,
     direction, author_kind, content, status, at, provider_id, failure)
   select i.workspace_id, gen_random_uuid(), i.contact_id, v.id, i.id, i.channel_account_id, 'whatsapp',
     case when s = 'received' then 'inbound' else 'outbound' end,
     case when s = 'received' then 'contact' else 'agent' end,
     jsonb_build_object('kind', 'text', 'text', 'Message ' || s), s, now() - interval '30 minutes',
     case when s in ('sent','delivered','read','received') then gen_random_uuid()::text end,
     case when s = 'failed' then '{"reason":"provider_error","message":"m","remedy":null,"retriable":true,"providerCode":null}'::jsonb end
   from identity i join conversation v on v.contact_id = i.contact_id,
     unnest(array['sent','delivered','read','failed','unknown','received']) s`,
  `insert into send_attempt (workspace_id, message_id, number, started_at, ended_at, outcome, detail)
   select workspace_id, id, 1, at, at, 'accepted', '{}' from message where status = 'sent'`,
  `insert into idempotency (workspace_id, actor, key, fingerprint, message_id, decision)
   select workspace_id, 'agent:x', id::text, '\\x02', id, '{"verdict":"open"}' from message where status = 'read'`,
  `insert into template (workspace_id, id, channel_account_id, channel, name, language, category, status, body)
   select workspace_id, gen_random_uuid(), id, 'whatsapp', 'update', 'de', 'utility', 'approved', 'Hallo {{1}}'
   from channel_account`,
  `insert into monthly_counter (workspace_id, channel_account_id, month, kind, count)
   select workspace_id, id, '2026-11-01', 'sent', 17 from channel_account`,
  `insert into event (workspace_id, type, contact_id, payload) select workspace_id, 'contact.changed', id, '{}' from contact`,
  `insert into audit (workspace_id, id, at, actor_kind, action, contact_id)
   select workspace_id, gen_random_uuid(), now(), 'system', 'conversation_started', id from contact`,
];

interface Column {
  readonly table: string;
  readonly column: string;
}

/** What the first schema keeps; what it computes is computed anew. */
async function columns(): Promise<Column[]> {
  const { rows } = await query(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and table_name not like 'kysely%' and is_generated = 'NEVER' order by 1, 2`,
  );
  return rows;
}

/** A fingerprint and a count of each table's rows, as far as they consist of these columns. */
async function contents(kept: readonly Column[]): Promise<Record<string, string>> {
  const tables = [...new Set(kept.map(({ table }) => table))];
  const found: Record<string, string> = {};
  for (const table of tables) {
    const names = kept.filter((one) => one.table === table).map(({ column }) => `"${column}"`);
    const { rows } = await query(`select row(${names.join()})::text as row from "${table}" order by 1`);
    const hash = createHash('sha256').update(rows.map(({ row }) => row).join('\n'));
    found[table] = `${rows.length} ${hash.digest('hex')}`;
  }
  return found;
}

test('a database filled by the first release is brought to the last with every row as it was, and works', {
  timeout: 60_000,
}, async () => {
  const { error } = await migratorOf(database.db).migrateTo('0001-init');
  expect(error).toBeUndefined();
  for (const statement of FILL) await query(statement);
  const kept = await columns();
  const before = await contents(kept);
  expect(Object.keys(before).length).toBeGreaterThan(12);
  for (const rows of Object.values(before)) expect(rows).not.toMatch(/^0 /);

  const applied = await migrate(database.db);
  expect(applied[0]).toBe('0002-outbox');
  expect(applied.length).toBeGreaterThan(6);
  expect(await contents(kept)).toEqual(before);

  // What is computed fits what was kept.
  const { rows } = await query(
    `select count(*)::int as count from contact where length(search) <= 600 and search like '% lukasz %muller%'`,
  );
  expect(rows[0].count).toBeGreaterThan(280);

  const provider = await whatsAppProvider();
  const gateway = await wholeGateway(database.url, whatsAppConfig(provider.url));
  const found = await gateway.call('GET', '/v1/contacts?status=any&q=lukasz%20299');
  const [contact] = found.body.items as { id: string }[];
  const history = await gateway.call('GET', `/v1/contacts/${contact!.id}/messages`);
  expect((history.body.items as object[]).length).toBe(6);
  const sent = await gateway.call('POST', '/v1/messages', {
    body: { contact: contact!.id, content: { kind: 'text', text: 'Still here.' } },
  });
  expect(sent.status).toBe(202);
  await expect.poll(() => provider.sentTo.length, { timeout: 15_000 }).toBe(1);
  await gateway.served.close();
  await provider.close();
});

test('migrating again, or two at once, changes nothing', async () => {
  const before = await contents(await columns());
  expect(await Promise.all([migrate(database.db), migrate(database.db)])).toEqual([[], []]);
  expect(await contents(await columns())).toEqual(before);
  await sql`select fold('Łukasz')`.execute(database.db);
});
