import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';

/**
 * Which contacts an actor may reach. This file is the only place that says so: search, ids, histories, events
 * and sends all ask here. `agent_own` reaches what is assigned to that agent; everybody else the whole workspace.
 */

/** For rows already at hand, e.g. a locked conversation or an event: is this assignee's contact within reach? */
export function mayReach(actor: Actor, { assigneeId }: { readonly assigneeId: string | null }): boolean {
  return !isRestricted(actor) || assigneeId === actor.agentId;
}

/**
 * The same as a condition on a query that has `contact` in scope; it includes the workspace.
 *
 * @example db.selectFrom('contact').where(reachableContacts(actor))
 */
export function reachableContacts(actor: Actor) {
  return (eb: ExpressionBuilder<Database, 'contact'>): Expression<SqlBool> => {
    const sameWorkspace = eb('contact.workspace_id', '=', actor.workspaceId);
    return isRestricted(actor)
      ? eb.and([sameWorkspace, eb('contact.assignee_id', '=', actor.agentId)])
      : sameWorkspace;
  };
}

/** Whoever reaches only some contacts could not reach the one they add, nor may they learn that it exists. */
export const mayAddContacts = (actor: Actor): boolean => !isRestricted(actor);

/** Whoever may see the whole workspace and change how it is set up: machines, owners and managers. */
export function mayAdminister(actor: Actor): boolean {
  return actor.kind === 'machine' || actor.role === 'owner' || actor.role === 'manager';
}

function isRestricted(actor: Actor): actor is Extract<Actor, { kind: 'agent' }> {
  return actor.kind === 'agent' && actor.role === 'agent_own';
}
