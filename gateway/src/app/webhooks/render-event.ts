import type { WebhookEvent } from '@outbound-composer/core/contract';
import type { Kysely, Selectable } from 'kysely';
import { type ConversationRow, conversationOut, findConversation } from '../../store/conversations.js';
import type { Database } from '../../store/database.js';
import { mergedInto } from '../../store/merge-contacts.js';
import { type MessageRow, messageOut } from '../../store/messages.js';
import { type SurveyRow, surveyOut } from '../../store/surveys.js';

export type WebhookEventRow = Selectable<Database['webhook_event']>;
type Contact = Extract<WebhookEvent, { type: 'message.sent' }>['data']['contact'];

/** What the triggers of 0011-webhooks and 0015-surveys, and the use cases that emit by themselves, write into `seen`. */
interface Seen {
  readonly message?: Record<string, unknown>;
  readonly conversation?: Record<string, unknown>;
  readonly survey?: Record<string, unknown>;
  readonly previous?: { readonly status: string; readonly assignee_id: string | null };
  /** Members of `data` that are already in the shape of the contract. */
  readonly data?: Record<string, unknown>;
}

/**
 * The body of a webhook: message and conversation as they were when it happened, the contact as it is now. A
 * conversation that the event is not about is as it is now.
 */
export async function renderEvent(
  db: Kysely<Database>,
  workspace: { readonly id: string; readonly name: string },
  row: WebhookEventRow,
): Promise<string> {
  const seen = row.seen as Seen;
  // A contact that was merged meanwhile is now another one.
  const merged = row.contact_id === null ? null : await mergedInto(db, workspace.id, [row.contact_id]);
  const contactId = merged?.get(row.contact_id ?? '') ?? row.contact_id;
  const about =
    contactId === null
      ? {}
      : {
          contact: await contactOf(db, workspace.id, contactId),
          conversation: seen.conversation
            ? await namedConversation(db, workspace.id, seen.conversation)
            : ((await findConversation(db, workspace.id, { contactId })) ?? null),
        };
  return JSON.stringify({
    id: row.id,
    type: row.type,
    timestamp: row.at.toISOString(),
    workspace,
    data: {
      ...about,
      ...(seen.message && { message: messageOut(withDates<MessageRow>(seen.message, MESSAGE_DATES)) }),
      ...(seen.conversation && { previous: await previousOf(db, workspace.id, seen.previous) }),
      ...(seen.survey && {
        survey: surveyOut(
          withDates<SurveyRow>({ ...seen.survey, contact_id: contactId }, SURVEY_DATES),
          'en',
        ),
      }),
      ...seen.data,
    },
  });
}

async function contactOf(db: Kysely<Database>, workspaceId: string, id: string): Promise<Contact> {
  const row = await db
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  if (!row) return null;
  const name = [row.first_name, row.last_name].filter(Boolean).join(' ');
  return {
    id: row.id,
    source: row.source,
    externalId: row.external_id,
    firstName: row.first_name,
    lastName: row.last_name,
    name: name || row.email || row.phone || '',
    email: row.email,
    phone: row.phone,
    country: row.country,
    language: row.language,
    timeZone: row.time_zone,
    lifecycle: row.lifecycle,
    tags: row.tags,
    customFields: row.custom_fields,
  };
}

async function namedConversation(db: Kysely<Database>, workspaceId: string, json: Record<string, unknown>) {
  const row = withDates<ConversationRow>(json, CONVERSATION_DATES);
  const names = await agentNames(db, workspaceId, [row.assignee_id, row.closed_by]);
  return conversationOut({
    ...row,
    assignee_name: names.get(row.assignee_id) ?? null,
    closer_name: names.get(row.closed_by) ?? null,
  });
}

async function previousOf(db: Kysely<Database>, workspaceId: string, previous: Seen['previous']) {
  if (!previous) return null;
  const { status, assignee_id: id } = previous;
  const names = await agentNames(db, workspaceId, [id]);
  return { status, assignee: id === null ? null : { id, name: names.get(id) ?? '' } };
}

async function agentNames(
  db: Kysely<Database>,
  workspaceId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, string>> {
  const known = ids.filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const rows = await db
    .selectFrom('agent')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', known)
    .select(['id', 'name'])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const MESSAGE_DATES = ['at', 'sent_at', 'delivered_at', 'read_at'] as const satisfies (keyof MessageRow)[];
const CONVERSATION_DATES = [
  'last_activity_at',
  'opened_at',
  'closed_at',
  'snoozed_until',
] as const satisfies (keyof ConversationRow)[];

const SURVEY_DATES = [
  'created_at',
  'due_at',
  'asked_at',
  'expires_at',
  'answered_at',
] as const satisfies (keyof SurveyRow)[];

/** A row that PostgreSQL wrote as JSON, with its instants read again. */
function withDates<Row>(json: Record<string, unknown>, dates: readonly string[]): Row {
  const read = dates.map((name) => [name, json[name] == null ? null : new Date(String(json[name]))]);
  return { ...json, ...Object.fromEntries(read) } as Row;
}
