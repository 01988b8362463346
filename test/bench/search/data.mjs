import { allFakers, faker } from '@faker-js/faker';

const LOCALES = ['de', 'en', 'fr', 'it', 'es', 'pl', 'nl', 'sv', 'tr', 'cs_CZ', 'pt_BR', 'ru'];
const SEED = 20_261_124;

/** Names as people have them, the frequent ones first. */
export function vocabulary() {
  const collect = (kind) => {
    const names = new Set();
    for (const locale of LOCALES) {
      const definitions = allFakers[locale].rawDefinitions.person?.[kind] ?? {};
      for (const name of Object.values(definitions).flat()) if (typeof name === 'string') names.add(name);
    }
    faker.seed(SEED);
    return faker.helpers.shuffle([...names]);
  };
  return { first: collect('first_name'), last: collect('last_name') };
}

/**
 * Fills a workspace with contacts, each with a conversation and an address. Names are as skewed as in life; of
 * those who left long ago, 5,000 came by one import and share a name that nobody else has.
 */
export async function fill(pool, workspaceId, count, progress) {
  const { first, last } = vocabulary();
  const client = await pool.connect();
  try {
    await client.query('select setseed(0.42)');
    await client.query(
      'create temp table first_name as select * from unnest($1::text[]) with ordinality as t(name, n)',
      [first],
    );
    await client.query(
      'create temp table last_name as select * from unnest($1::text[]) with ordinality as t(name, n)',
      [last],
    );
    await client.query('create unique index on pg_temp.first_name (n)');
    await client.query('create unique index on pg_temp.last_name (n)');
    await client.query('analyze pg_temp.first_name; analyze pg_temp.last_name');
    await client.query(
      `insert into agent (workspace_id, id, external_id, name, role)
       select $1, gen_random_uuid(), 'agent-' || n, 'Agent ' || n, 'agent' from generate_series(1, 200) as n`,
      [workspaceId],
    );
    await client.query(
      `create temp table one_agent as select id, row_number() over (order by external_id) as n from agent where workspace_id = '${workspaceId}'`,
    );
    const { rows: accounts } = await client.query(
      `insert into channel_account (workspace_id, id, key, channel, name)
       values ($1, gen_random_uuid(), 'wa', 'whatsapp', 'WhatsApp')
       on conflict (workspace_id, key) do update set name = excluded.name returning id`,
      [workspaceId],
    );

    progress('contacts');
    const indexes = await withoutIndexes(client);
    await client.query(CONTACTS, [workspaceId, count, first.length, last.length]);
    await client.query(OLD_IMPORT, [workspaceId]);
    progress('indexes');
    for (const statement of indexes) await client.query(statement);
    progress('conversations');
    await client.query(CONVERSATIONS, [workspaceId]);
    await client.query(IDENTITIES, [workspaceId, accounts[0].id]);
    progress('vacuum');
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

/** Building an index over a filled table takes a fraction of filling a table under it. */
async function withoutIndexes(client) {
  const { rows } = await client.query(
    `select indexname, indexdef from pg_indexes where tablename = 'contact' and schemaname = 'public'
     and indexname not in (select conname from pg_constraint)`,
  );
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`);
  return rows.map(({ indexdef }) => indexdef);
}

const CONTACTS = `
  insert into contact (workspace_id, id, first_name, last_name, email, phone, country, tags, channels,
    conversation_status, assignee_id, last_activity_at, closed_at, window_closes_at)
  select $1, uuidv7(), f.name, l.name,
    case when r.email < 0.9 then
      trim(both '.' from regexp_replace(lower(unaccent(f.name || '.' || l.name)), '[^a-z0-9.]', '', 'g')) || r.digits
      || case when r.email < 0.2 then '@gmail.com' when r.email < 0.3 then '@web.de' when r.email < 0.4 then '@outlook.com'
              else '@company' || (r.digits % 3000) || '.example' end end,
    case when r.phone < 0.6 then '+491' || (5 + r.digits % 3) || lpad((r.phone * 1e9)::bigint::text, 9, '1')
         when r.phone < 0.85 then '+' || (array[43, 41, 33, 44, 1, 34])[1 + r.digits % 6] || lpad((r.phone * 1e9)::bigint::text, 9, '6') end,
    (array['DE','DE','DE','DE','AT','CH','FR','GB'])[1 + (r.place * 8)::int % 8],
    case when r.tag < 0.02 then '{vip}'::text[] when r.tag < 0.1 then '{newsletter}'::text[] else '{}'::text[] end,
    case when r.phone < 0.6 then '{whatsapp,email}'::text[] else '{email}'::text[] end,
    s.status,
    case when r.agent < 0.7 then (select id from one_agent where n = 1 + floor(200 * power(r.agent / 0.7, 2))::int) end,
    s.active,
    case when s.status = 'closed' or r.tag < 0.5 then s.active + interval '1 hour' end,
    case when r.phone < 0.6 then s.active + interval '24 hours' end
  from (select n, random() as f, random() as l, random() as email, random() as phone, random() as place,
               random() as tag, random() as agent, random() as status, random() as age,
               floor(random() * 10000)::int as digits
        from generate_series(1, $2::int) as n) as r
  cross join lateral (select
    case when r.status < 0.85 then 'closed' when r.status < 0.95 then 'open' else 'snoozed' end as status,
    now() - r.age * r.age * interval '1000 days' as active) as s
  join first_name as f on f.n = 1 + floor($3 * power(r.f, 2.2))::int
  join last_name as l on l.n = 1 + floor($4 * power(r.l, 2.2))::int`;

const OLD_IMPORT = `
  insert into contact (workspace_id, id, first_name, last_name, country, conversation_status, last_activity_at, closed_at)
  select $1, uuidv7(), 'Zyqwimport', 'Kunde ' || n, 'DE', 'closed', timestamptz '2015-01-01' + n * interval '1 minute',
         timestamptz '2015-01-01' + n * interval '1 minute'
  from generate_series(1, 5000) as n`;

const CONVERSATIONS = `
  insert into conversation (workspace_id, id, contact_id, status, assignee_id, last_activity_at, closed_at)
  select workspace_id, uuidv7(), id, conversation_status, assignee_id, last_activity_at, closed_at
  from contact where workspace_id = $1`;

const IDENTITIES = `
  insert into identity (workspace_id, id, contact_id, channel_account_id, channel, address, last_inbound_at)
  select workspace_id, uuidv7(), id, $2, 'whatsapp', id::text, window_closes_at - interval '24 hours'
  from contact where workspace_id = $1`;
