import { type Kysely, sql } from 'kysely';

/** What the outbox keeps besides the messages themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Monthly counters that a queued message has raised for itself, so that they can be given back.
  'alter table message add column reserved jsonb',
  // Counts among our messages since the contact's last act; false once it is sure that it was never accepted.
  'alter table message add column counts boolean not null default true',
  // Attempts ever, and since a person last asked for the message to be sent.
  'alter table message add column attempts integer not null default 0',
  'alter table message add column tries integer not null default 0',
  `create index message_unsettled on message (workspace_id, id) where status in ('queued','sending')`,

  // Each worker process takes a number and holds the advisory lock of that number while it lives, so that
  // others can tell an attempt that still runs from one whose process died.
  'create sequence worker_number as integer cycle',
  'alter table send_attempt add column worker integer',
  `create index send_attempt_open on send_attempt (worker) where ended_at is null`,

  // Statuses that a provider reported before we had written down its id for the message.
  `create table early_status (
     workspace_id uuid not null,
     channel_account_id uuid not null,
     provider_id text not null,
     status text not null check (status in ('sent','delivered','read','failed')),
     at timestamptz not null,
     failure jsonb,
     created_at timestamptz not null default now(),
     primary key (workspace_id, channel_account_id, provider_id, status),
     foreign key (workspace_id, channel_account_id) references channel_account
   )`,

  // When the contact last changed its mind, by the provider's clock: an older change that comes late is void.
  'alter table identity add column opted_out_at timestamptz',
  'alter table identity add column blocked_at timestamptz',
  // Asked to stop marketing, and nothing else.
  'alter table identity add column opted_out_marketing boolean not null default false',
  'alter table identity add column opted_out_marketing_at timestamptz',

  // Changes of consent of addresses that no contact has yet; they do not lapse.
  `create table early_consent (
     workspace_id uuid not null,
     channel_account_id uuid not null,
     address text not null,
     change text not null check (change in ('opted_out','opted_in','blocked','unblocked',
       'opted_out_marketing','opted_in_marketing')),
     at timestamptz not null,
     primary key (workspace_id, channel_account_id, address, change),
     foreign key (workspace_id, channel_account_id) references channel_account
   )`,

  // Listeners hear of events when their transaction commits, and not at all if it does not.
  `create function notify_of_events() returns trigger language plpgsql as $$
   begin
     perform pg_notify('outbound_event', workspace_id::text) from (select distinct workspace_id from added) as added;
     return null;
   end $$`,
  `create trigger event_added after insert on event referencing new table as added
     for each statement execute function notify_of_events()`,

  // Token bucket of a sender account, shared by all processes.
  `create table send_rate (
     workspace_id uuid not null,
     channel_account_id uuid not null,
     tokens double precision not null,
     updated_at timestamptz not null,
     primary key (workspace_id, channel_account_id),
     foreign key (workspace_id, channel_account_id) references channel_account
   )`,
];
