import { type Kysely, sql } from 'kysely';

/**
 * The whole first schema. Every primary key starts with workspace_id, so that a cluster can shard by it.
 * What a search filters or sorts by is kept on the contact's own row: one index then serves both.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'create extension if not exists pg_trgm',
  'create extension if not exists unaccent',

  // unaccent() is only STABLE because its dictionary can be replaced; ours is named, so the result is fixed.
  // Normalised first, because the same letter can come as one character or as letter and accent.
  `create function fold(value text) returns text language sql immutable parallel safe strict
     return lower(unaccent('unaccent'::regdictionary, normalize(value, NFKC)))`,

  // Of the array's text, because that is one call; PostgreSQL quotes what would not survive it.
  `create function lower_all(value text[]) returns text[] language sql immutable parallel safe strict
     return lower(value::text)::text[]`,

  // What a search may ask for besides text, tags and channels, so that one index answers all of it together.
  `create function contact_facets(workspace_id uuid, status text, assignee_id uuid, country text)
     returns text[] language sql immutable parallel safe
     return array['w:' || workspace_id::text, 's:' || status, 'a:' || coalesce(assignee_id::text, ''),
                  'c:' || coalesce(country, '')]`,

  `create table workspace (
     id uuid primary key,
     name text not null unique,
     preset text not null default 'current',
     keep_assignee_on_close boolean not null default true,
     created_at timestamptz not null default now()
   )`,

  `create table agent (
     workspace_id uuid not null references workspace,
     id uuid not null,
     external_id text not null,
     name text not null,
     role text not null check (role in ('owner','manager','agent','agent_own')),
     last_seen_at timestamptz not null default now(),
     primary key (workspace_id, id),
     unique (workspace_id, external_id)
   )`,

  `create table api_key (
     workspace_id uuid not null references workspace,
     id uuid not null,
     name text not null,
     hash bytea not null unique,
     created_at timestamptz not null default now(),
     last_used_at timestamptz,
     revoked_at timestamptz,
     primary key (workspace_id, id)
   )`,

  // Credentials are not stored: they come with the configuration, by key.
  `create table channel_account (
     workspace_id uuid not null references workspace,
     id uuid not null,
     key text not null,
     channel text not null,
     name text not null,
     address text,
     facts jsonb not null default '{}',
     primary key (workspace_id, id),
     unique (workspace_id, key)
   )`,

  `create table contact (
     workspace_id uuid not null references workspace,
     id uuid not null,
     source text,
     external_id text,
     first_name text,
     last_name text,
     email text,
     phone text,
     country text,
     language text,
     time_zone text,
     tags text[] not null default '{}',
     -- What a search compares.
     tag_keys text[] not null generated always as (lower_all(tags)) stored,
     lifecycle text,
     custom_fields jsonb not null default '{}',
     owner_id uuid,
     created_at timestamptz not null default now(),
     conversation_status text not null default 'closed'
       check (conversation_status in ('open','snoozed','closed')),
     assignee_id uuid,
     last_activity_at timestamptz not null default now(),
     closed_at timestamptz,
     window_closes_at timestamptz,
     channels text[] not null default '{}',
     -- ' first last phone @ local-part-of-email': a word begins after a space, and what stands before the @
     -- matches anywhere, what stands after it only from its start. See app/search-contacts.
     search text not null generated always as (
       ' ' || translate(coalesce(fold(first_name), ''), '@-', '  ')
       || ' ' || translate(coalesce(fold(last_name), ''), '@-', '  ')
       || ' ' || coalesce(ltrim(phone, '+'), '')
       || ' @ ' || coalesce(fold(split_part(email, '@', 1)), '')
     ) stored,
     sort_name text collate "C" not null generated always as (
       coalesce(nullif(trim(coalesce(fold(last_name), '') || ' ' || coalesce(fold(first_name), '')), ''),
                lower(email), phone, '')
     ) stored,
     primary key (workspace_id, id),
     unique (workspace_id, source, external_id)
   )`,
  'alter table contact alter search set statistics 1000',
  // Each sort is walked along its own index, one conversation status at a time; what a walk does not find soon
  // comes from contact_search, which knows text and filters.
  `create index contact_search on contact using gin (
     search gin_trgm_ops, contact_facets(workspace_id, conversation_status, assignee_id, country), tag_keys, channels
   ) with (gin_pending_list_limit = 512)`,
  `create index contact_recently_closed on contact
     (workspace_id, conversation_status, coalesce(closed_at, '-infinity'::timestamptz) desc, id desc)`,
  `create index contact_last_activity on contact
     (workspace_id, conversation_status, last_activity_at desc, id desc)`,
  'create index contact_name on contact (workspace_id, conversation_status, sort_name, id)',
  `create index contact_window_closing on contact
     (workspace_id, conversation_status, coalesce(window_closes_at, '-infinity'::timestamptz), id)`,
  'create index contact_assignee on contact (workspace_id, assignee_id, conversation_status)',
  // An address belongs to one contact only as it is written; a search also finds it without its accents.
  'create index contact_email on contact (workspace_id, lower(email))',
  'create index contact_email_start on contact (workspace_id, fold(email) text_pattern_ops)',
  'create index contact_phone on contact (workspace_id, phone text_pattern_ops)',

  // Address and window state of a contact at one of our sender accounts.
  `create table identity (
     workspace_id uuid not null,
     id uuid not null,
     contact_id uuid not null,
     channel_account_id uuid not null,
     channel text not null,
     address text not null,
     last_inbound_at timestamptz,
     opener text not null default 'message',
     outbound_since_inbound integer not null default 0,
     opted_out boolean not null default false,
     blocked boolean not null default false,
     opted_in_marketing boolean not null default false,
     primary key (workspace_id, id),
     unique (workspace_id, channel_account_id, address),
     foreign key (workspace_id, contact_id) references contact on delete cascade,
     foreign key (workspace_id, channel_account_id) references channel_account
   )`,
  'create index identity_contact on identity (workspace_id, contact_id)',

  // One a contact, across its channels.
  `create table conversation (
     workspace_id uuid not null,
     id uuid not null,
     contact_id uuid not null,
     status text not null check (status in ('open','snoozed','closed')),
     assignee_id uuid,
     last_activity_at timestamptz not null,
     opened_at timestamptz,
     closed_at timestamptz,
     snoozed_until timestamptz,
     closing_category text,
     closing_summary text,
     closed_by uuid,
     reopen_reason text,
     primary key (workspace_id, id),
     unique (workspace_id, contact_id),
     foreign key (workspace_id, contact_id) references contact on delete cascade
   )`,
  `create index conversation_snoozed on conversation (snoozed_until) where status = 'snoozed'`,

  `create table message (
     workspace_id uuid not null,
     id uuid not null,
     contact_id uuid not null,
     conversation_id uuid not null,
     identity_id uuid not null,
     channel_account_id uuid not null,
     channel text not null,
     direction text not null check (direction in ('inbound','outbound')),
     author_kind text not null check (author_kind in ('contact','agent','automation')),
     author_id uuid,
     author_name text,
     purpose text,
     opener text,
     content jsonb not null,
     form text,
     tag text,
     status text not null
       check (status in ('queued','sending','sent','delivered','read','failed','unknown','received')),
     failure jsonb,
     at timestamptz not null,
     sent_at timestamptz,
     delivered_at timestamptz,
     read_at timestamptz,
     source text,
     external_id text,
     provider_id text,
     primary key (workspace_id, id),
     unique (workspace_id, source, external_id),
     foreign key (workspace_id, contact_id) references contact on delete cascade
   )`,
  'create index message_history on message (workspace_id, contact_id, at desc, id desc)',
  'create index message_identity on message (workspace_id, identity_id, at)',
  `create unique index message_provider on message (workspace_id, channel_account_id, provider_id)
     where provider_id is not null`,

  // Written before every call to a provider: what began and has no end is the doubtful one.
  `create table send_attempt (
     workspace_id uuid not null,
     message_id uuid not null,
     number integer not null,
     started_at timestamptz not null,
     ended_at timestamptz,
     outcome text check (outcome in ('accepted','rejected','retry','unknown')),
     detail jsonb,
     primary key (workspace_id, message_id, number),
     foreign key (workspace_id, message_id) references message on delete cascade
   )`,

  `create table idempotency (
     workspace_id uuid not null,
     actor text not null,
     key text not null,
     fingerprint bytea not null,
     message_id uuid not null,
     decision jsonb not null,
     created_at timestamptz not null default now(),
     primary key (workspace_id, actor, key)
   )`,
  'create index idempotency_created_at on idempotency (created_at)',

  `create table template (
     workspace_id uuid not null,
     id uuid not null,
     channel_account_id uuid not null,
     channel text not null,
     name text not null,
     language text not null,
     category text not null,
     status text not null,
     header text,
     body text not null,
     footer text,
     buttons jsonb not null default '[]',
     examples jsonb not null default '{}',
     provider_id text,
     primary key (workspace_id, id),
     unique (workspace_id, channel_account_id, name, language),
     foreign key (workspace_id, channel_account_id) references channel_account
   )`,

  // Messages counted against a monthly quota or allowance (LINE, Viber).
  `create table monthly_counter (
     workspace_id uuid not null,
     channel_account_id uuid not null,
     month date not null,
     kind text not null,
     count integer not null default 0,
     primary key (workspace_id, channel_account_id, month, kind)
   )`,

  // The event stream's memory. Ids are given out before their transaction commits, so they do not say what is new:
  // a reader keeps the snapshot it has read up to, and next reads what was not visible in that one.
  `create table event (
     workspace_id uuid not null,
     id bigint generated always as identity,
     xid xid8 not null default pg_current_xact_id(),
     type text not null,
     contact_id uuid not null,
     assignee_id uuid,
     payload jsonb not null,
     at timestamptz not null default now(),
     primary key (workspace_id, id)
   )`,
  'create index event_order on event (workspace_id, xid, id)',

  `create table audit (
     workspace_id uuid not null,
     id uuid not null,
     at timestamptz not null,
     actor_kind text not null check (actor_kind in ('agent','machine','contact','system')),
     actor_id uuid,
     action text not null,
     contact_id uuid,
     conversation_id uuid,
     message_id uuid,
     detail jsonb not null default '{}',
     primary key (workspace_id, id)
   )`,
  'create index audit_contact on audit (workspace_id, contact_id, at)',
];
