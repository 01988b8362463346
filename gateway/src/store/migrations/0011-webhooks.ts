import { type Kysely, sql } from 'kysely';

/**
 * Outgoing webhooks. Triggers on messages and conversations write an event and its deliveries down, so they are part
 * of the transaction of the change, and no code path can forget them. Without a subscription nothing is written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** An import brings history, which is no news. */
const IS_NEWS = `coalesce(current_setting('outbound_composer.import', true), '') <> 'on'`;

const STATEMENTS = [
  `create table webhook_subscription (
     workspace_id uuid not null references workspace,
     id uuid not null,
     url text not null,
     events text[] not null,
     -- Kept readable, because it signs.
     secret text not null,
     window_closing_hours double precision not null,
     created_at timestamptz not null,
     failing_since timestamptz,
     disabled_at timestamptz,
     disabled_reason text check (disabled_reason in ('by_request','gone','failing')),
     primary key (workspace_id, id)
   )`,

  // What happened, as the rows were then. The body is made from it at the first attempt and stays for the others.
  `create table webhook_event (
     workspace_id uuid not null,
     id uuid not null default gen_random_uuid(),
     type text not null,
     at timestamptz not null,
     contact_id uuid,
     seen jsonb not null,
     body text,
     created_at timestamptz not null default now(),
     primary key (workspace_id, id)
   )`,
  'create index webhook_event_created_at on webhook_event (workspace_id, created_at)',

  `create table webhook_delivery (
     workspace_id uuid not null,
     id uuid not null default gen_random_uuid(),
     event_id uuid not null,
     subscription_id uuid not null,
     status text not null default 'pending' check (status in ('pending','delivered','dead')),
     attempts integer not null default 0,
     -- Attempts since it was queued or last replayed.
     tries integer not null default 0,
     -- When it is anybody's to attempt. Whoever attempts it moves this on first, so that it comes back if they die.
     due_at timestamptz not null default '-infinity',
     created_at timestamptz not null default now(),
     last_attempt_at timestamptz,
     last_status integer,
     last_error text,
     primary key (workspace_id, id),
     foreign key (workspace_id, event_id) references webhook_event on delete cascade,
     foreign key (workspace_id, subscription_id) references webhook_subscription on delete cascade
   )`,
  `create index webhook_delivery_due on webhook_delivery (workspace_id, subscription_id, due_at)
     where status = 'pending'`,
  'create index webhook_delivery_list on webhook_delivery (workspace_id, created_at desc, id desc)',
  `create index webhook_delivery_dead on webhook_delivery (workspace_id, created_at desc, id desc)
     where status = 'dead'`,
  'create index webhook_delivery_event on webhook_delivery (workspace_id, event_id)',

  // The windows that a subscription was told about, or that turned out not to be open.
  `create table webhook_window_notice (
     workspace_id uuid not null,
     subscription_id uuid not null,
     identity_id uuid not null,
     last_inbound_at timestamptz not null,
     primary key (workspace_id, subscription_id, identity_id, last_inbound_at),
     foreign key (workspace_id, subscription_id) references webhook_subscription on delete cascade,
     foreign key (workspace_id, identity_id) references identity on delete cascade
   )`,
  `create index identity_last_inbound on identity (workspace_id, channel_account_id, opener, last_inbound_at)
     where last_inbound_at is not null`,

  // Writes an event with a delivery for each subscription that wants it. Returns its id, or null when none does.
  `create function emit_webhook(workspace uuid, kind text, instant timestamptz, contact uuid, seen jsonb)
     returns uuid language plpgsql as $$
   declare
     event uuid;
   begin
     if not exists (select from webhook_subscription s
                    where s.workspace_id = workspace and s.disabled_at is null and kind = any(s.events)) then
       return null;
     end if;
     insert into webhook_event (workspace_id, type, at, contact_id, seen)
       values (workspace, kind, instant, contact, seen) returning id into event;
     insert into webhook_delivery (workspace_id, event_id, subscription_id)
       select workspace, event, s.id from webhook_subscription s
       where s.workspace_id = workspace and s.disabled_at is null and kind = any(s.events);
     return event;
   end $$`,

  `create function webhook_of_message() returns trigger language plpgsql as $$
   begin
     perform emit_webhook(new.workspace_id,
       case when new.direction = 'inbound' then 'message.received' else 'message.' || new.status end,
       coalesce(case when new.direction = 'inbound' then new.at else
         case new.status when 'sent' then new.sent_at when 'delivered' then new.delivered_at
           when 'read' then new.read_at end end, now()),
       new.contact_id, jsonb_build_object('message', to_jsonb(new)));
     return null;
   end $$`,
  `create trigger webhook_message_received after insert on message for each row
     when (new.direction = 'inbound' and ${IS_NEWS}) execute function webhook_of_message()`,
  `create trigger webhook_message_moved after update of status on message for each row
     when (new.direction = 'outbound' and new.status is distinct from old.status
       and new.status in ('sent','delivered','read','failed','unknown')) execute function webhook_of_message()`,

  `create function webhook_of_conversation() returns trigger language plpgsql as $$
   declare
     seen jsonb := jsonb_build_object('conversation', to_jsonb(new));
   begin
     if tg_op = 'INSERT' then
       perform emit_webhook(new.workspace_id, 'conversation.opened', coalesce(new.opened_at, now()),
         new.contact_id, seen);
       return null;
     end if;
     seen := seen || jsonb_build_object('previous',
       jsonb_build_object('status', old.status, 'assignee_id', old.assignee_id));
     if new.status <> old.status and new.status = 'open' then
       perform emit_webhook(new.workspace_id, 'conversation.opened', coalesce(new.opened_at, now()),
         new.contact_id, seen);
     elsif new.status <> old.status and new.status = 'closed' then
       perform emit_webhook(new.workspace_id, 'conversation.closed', coalesce(new.closed_at, now()),
         new.contact_id, seen);
     end if;
     -- A closing that frees the conversation is told as a closing alone.
     if new.assignee_id is distinct from old.assignee_id
        and not (new.status = 'closed' and old.status <> 'closed' and new.assignee_id is null) then
       perform emit_webhook(new.workspace_id, 'conversation.assigned', now(), new.contact_id, seen);
     end if;
     return null;
   end $$`,
  `create trigger webhook_conversation_started after insert on conversation for each row
     when (new.status = 'open' and ${IS_NEWS}) execute function webhook_of_conversation()`,
  `create trigger webhook_conversation_moved after update of status, assignee_id on conversation for each row
     when (new.status is distinct from old.status or new.assignee_id is distinct from old.assignee_id)
     execute function webhook_of_conversation()`,
];
