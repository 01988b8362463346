import { type Kysely, sql } from 'kysely';

/**
 * Satisfaction surveys. Triggers follow the conversation (a survey is not asked once it is open again) and the
 * survey's message (how it went), and tell of each step, so that no code path can forget it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table survey (
     workspace_id uuid not null references workspace,
     id uuid not null,
     contact_id uuid not null,
     conversation_id uuid not null,
     origin text not null check (origin in ('closing','request')),
     status text not null
       check (status in ('scheduled','sending','sent','unknown','answered','expired','not_sent','cancelled')),
     -- { code, en, de? }
     reason jsonb,
     agent_id uuid,
     agent_name text,
     question text,
     language text,
     scale integer not null,
     channel text,
     message_id uuid,
     -- SHA-256 of what stands in the link to its page; null: it has none.
     token_hash bytea,
     created_at timestamptz not null,
     due_at timestamptz not null,
     asked_at timestamptz,
     expires_at timestamptz,
     answered_at timestamptz,
     answered_in text check (answered_in in ('chat','page')),
     score integer check (score between 1 and scale),
     comment text,
     primary key (workspace_id, id),
     foreign key (workspace_id, contact_id) references contact on delete cascade,
     check ((status = 'answered') = (answered_at is not null)),
     check ((answered_at is null) = (score is null))
   )`,
  `create index survey_due on survey (workspace_id, due_at, id) where status = 'scheduled'`,
  `create index survey_open on survey (workspace_id, expires_at) where status in ('sent','unknown')`,
  'create index survey_contact on survey (workspace_id, contact_id, asked_at)',
  'create index survey_status on survey (workspace_id, status, id)',
  `create index survey_answered on survey (workspace_id, answered_at) where answered_at is not null`,
  'create unique index survey_message on survey (workspace_id, message_id) where message_id is not null',
  'create unique index survey_token on survey (workspace_id, token_hash) where token_hash is not null',

  `create function survey_of_conversation() returns trigger language plpgsql as $$
   begin
     update survey set status = 'cancelled', reason = jsonb_build_object('code', 'reopened',
         'en', 'The conversation was opened again before the survey was due.',
         'de', 'Die Unterhaltung wurde wieder geöffnet, bevor die Umfrage fällig war.')
       where workspace_id = new.workspace_id and contact_id = new.contact_id and status = 'scheduled';
     return null;
   end $$`,
  `create trigger survey_cancelled after update of status on conversation for each row
     when (old.status = 'closed' and new.status <> 'closed') execute function survey_of_conversation()`,

  `create function survey_of_message() returns trigger language plpgsql as $$
   begin
     update survey set
       status = case when new.status in ('sent','delivered','read') then 'sent'
         when new.status = 'failed' then 'not_sent'
         when new.status in ('unknown','cancelled') then new.status else 'sending' end,
       reason = case new.status
         when 'failed' then jsonb_build_object('code', coalesce(new.failure ->> 'reason', 'failed'),
           'en', coalesce(new.failure ->> 'message', 'The message could not be sent.'))
         when 'unknown' then jsonb_build_object('code', 'outcome_unknown',
           'en', 'Nobody can know whether the provider took the message.',
           'de', 'Niemand kann wissen, ob der Anbieter die Nachricht angenommen hat.')
         when 'cancelled' then jsonb_build_object('code', 'message_cancelled',
           'en', 'Its message was taken back.', 'de', 'Ihre Nachricht wurde zurückgenommen.') end
     where workspace_id = new.workspace_id and message_id = new.id
       and status in ('sending','sent','unknown','not_sent');
     return null;
   end $$`,
  `create trigger survey_moved after update of status on message for each row
     when (new.purpose = 'csat' and new.status is distinct from old.status)
     execute function survey_of_message()`,

  `create function survey_told() returns trigger language plpgsql as $$
   begin
     insert into event (workspace_id, type, contact_id, assignee_id, payload)
       select new.workspace_id, 'survey.changed', new.contact_id, c.assignee_id,
         jsonb_build_object('surveyId', new.id, 'status', new.status)
       from contact c where c.workspace_id = new.workspace_id and c.id = new.contact_id;
     if new.status = 'answered' then
       perform emit_webhook(new.workspace_id, 'survey.answered', new.answered_at, new.contact_id,
         jsonb_build_object('survey', to_jsonb(new) - 'token_hash'));
     end if;
     return null;
   end $$`,
  'create trigger survey_made after insert on survey for each row execute function survey_told()',
  `create trigger survey_changed after update of status on survey for each row
     when (new.status is distinct from old.status) execute function survey_told()`,
];
