import type { Audit, AuditQuery } from '@outbound-composer/core/contract';
import { z } from 'zod';
import { type AuditPosition, selectAudit } from '../store/read-audit.js';
import { mayReadAudit } from './access.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Actor, Deps } from './deps.js';
import { fieldProblem, ProblemError } from './problem.js';
import { type PhoneHome, resolveContact } from './resolve-contact.js';

type Filter = Omit<z.output<typeof AuditQuery>, 'cursor' | 'limit'>;

export interface ListAudit {
  readonly actor: Actor;
  readonly query: Filter & { readonly cursor?: string | undefined; readonly limit: number };
  readonly workspace: PhoneHome;
}

const Cursor = z.object({ at: z.iso.datetime(), id: z.uuid() });

/**
 * A page of the audit trail, newest first.
 * @throws ProblemError `forbidden`, `contact_not_found`, `validation_failed`
 */
export async function listAudit(
  deps: Deps,
  { actor, query, workspace }: ListAudit,
): Promise<{ items: Audit[]; nextCursor: string | null }> {
  const select = await auditReader(deps, { actor, query, workspace });
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, Cursor);
  const after = cursor && { at: new Date(cursor.at), id: cursor.id };
  const rows = await select(after, query.limit + 1);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { items, nextCursor: more ? writeCursor({ at: last.at, id: last.id }) : null };
}

/** The whole trail that fits, newest first, a page in memory at a time. */
export async function exportAudit(
  deps: Deps,
  input: { readonly actor: Actor; readonly query: Filter; readonly workspace: PhoneHome },
): Promise<AsyncIterable<readonly Audit[]>> {
  const select = await auditReader(deps, input);
  return (async function* pages() {
    let after: AuditPosition | null = null;
    for (;;) {
      const rows: readonly Audit[] = await select(after, EXPORT_PAGE);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (rows.length < EXPORT_PAGE || !last) return;
      after = { at: new Date(last.at), id: last.id };
    }
  })();
}

const EXPORT_PAGE = 1000;

async function auditReader(
  deps: Deps,
  { actor, query, workspace }: { actor: Actor; query: Filter; workspace: PhoneHome },
) {
  if (!mayReadAudit(actor))
    throw new ProblemError('forbidden', 'The audit trail is for agents with the role owner or manager.');
  const from = query.from === undefined ? null : new Date(query.from);
  const to = query.to === undefined ? null : new Date(query.to);
  if (from && to && from >= to)
    throw fieldProblem('validation_failed', 'to', 'is not after from', 'an instant after from');
  const contactId =
    query.contact === undefined ? null : await resolveContact(deps, { actor, ref: query.contact, workspace });
  const filter = {
    workspaceId: actor.workspaceId,
    from,
    to,
    contactId,
    action: query.action ?? null,
    actorId: query.actor ?? null,
  };
  return (after: AuditPosition | null, limit: number) => selectAudit(deps.db, filter, after, limit);
}
