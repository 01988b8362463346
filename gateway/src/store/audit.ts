import type { Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../app/deps.js';
import type { Database } from './database.js';

export type AuditAction =
  | 'conversation_started'
  | 'conversation_reopened'
  | 'conversation_closed'
  | 'conversation_closing_note_changed'
  | 'conversation_snoozed'
  | 'conversation_woken'
  | 'conversation_assigned'
  | 'conversation_taken_over'
  | 'message_queued'
  | 'message_scheduled'
  | 'message_postponed'
  | 'message_cancelled'
  | 'message_retried'
  | 'message_outcome_unknown'
  | 'survey_requested'
  | 'consent_changed'
  | 'address_changed'
  | 'contact_created'
  | 'contact_updated'
  | 'contact_merged'
  | 'account_added'
  | 'account_replaced'
  | 'account_removed'
  | 'account_sealed_anew';

export interface AuditEntry {
  readonly workspaceId: string;
  readonly at: Date;
  /** `contact`: by what the customer did; `system`: by a clock or a worker of ours. */
  readonly by: Actor | 'contact' | 'system';
  readonly action: AuditAction;
  /** null: it is about no contact. */
  readonly contactId: string | null;
  readonly conversationId?: string;
  readonly messageId?: string;
  /** Ids and codes only: no text of messages, no addresses. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes down who changed what, in the transaction of the change. */
export const insertAudit = (tx: Kysely<Database>, ...entries: readonly AuditEntry[]) =>
  tx.insertInto('audit').values(
    entries.map(({ by, ...entry }) => ({
      workspace_id: entry.workspaceId,
      id: uuid(),
      at: entry.at,
      actor_kind: typeof by === 'string' ? by : by.kind,
      actor_id: typeof by === 'string' ? null : by.kind === 'agent' ? by.agentId : by.keyId,
      action: entry.action,
      contact_id: entry.contactId,
      conversation_id: entry.conversationId ?? null,
      message_id: entry.messageId ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
    })),
  );

/** `insertAudit` by itself. */
export async function audit(tx: Kysely<Database>, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await insertAudit(tx, ...entries).execute();
}
