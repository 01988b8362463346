import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../store/database.js';
import type { Actor } from './deps.js';

/**
 * Which contacts an actor may reach. This file is the only place that says so: search, ids, histories, events
 * and sends all ask here. `agent_own` reaches what is assigned to that agent, `agent_team` what is assigned to
 * anybody of that agent's team; everybody else the whole workspace.
 */

/** Whom a contact is assigned to, and the team that agent is in now. */
export interface Assignment {
  readonly assigneeId: string | null;
  readonly assigneeTeam: string | null;
}

/** Of a conversation at hand; a contact without one is assigned to nobody. */
export const assignmentOf = (
  conversation: { readonly assignee_id: string | null; readonly assignee_team: string | null } | undefined,
): Assignment => ({
  assigneeId: conversation?.assignee_id ?? null,
  assigneeTeam: conversation?.assignee_team ?? null,
});

/** For rows already at hand, e.g. a locked conversation or an event: is this assignee's contact within reach? */
export function mayReach(actor: Actor, { assigneeId, assigneeTeam }: Assignment): boolean {
  if (!isRestricted(actor)) return true;
  if (assigneeId === null) return false;
  if (assigneeId === actor.agentId) return true;
  return actor.role === 'agent_team' && actor.team != null && assigneeTeam === actor.team;
}

/**
 * The same as a condition on a query that has `contact` in scope; it includes the workspace.
 *
 * @example db.selectFrom('contact').where(reachableContacts(actor))
 */
export function reachableContacts(actor: Actor) {
  return (eb: ExpressionBuilder<Database, 'contact'>): Expression<SqlBool> => {
    const sameWorkspace = eb('contact.workspace_id', '=', actor.workspaceId);
    if (!isRestricted(actor)) return sameWorkspace;
    const own = eb('contact.assignee_id', '=', actor.agentId);
    const reach =
      actor.role === 'agent_team' && actor.team != null ? eb.or([own, assignedToTeam(actor)]) : own;
    return eb.and([sameWorkspace, reach]);
  };
}

/**
 * Contacts assigned to agents of the actor's team, as a condition on `contact`. Agents without a team are one; a
 * key, which has none, means everything that is assigned.
 */
export function assignedToTeam(actor: Actor): RawBuilder<boolean> {
  if (actor.kind === 'machine') return sql<boolean>`contact.assignee_id is not null`;
  const team = actor.team ?? null;
  const sameTeam = team === null ? sql`team is null` : sql`team = ${team}`;
  return sql<boolean>`contact.assignee_id in (
    select id from agent where workspace_id = ${actor.workspaceId} and ${sameTeam})`;
}

/** The audit trail says what everybody does. */
export const mayReadAudit = (actor: Actor): boolean =>
  actor.kind === 'agent' && (actor.role === 'owner' || actor.role === 'manager');

export const reachesEveryContact = (actor: Actor): boolean => !isRestricted(actor);

/** Whoever reaches only some contacts could not reach the one they add, nor may they learn that it exists. */
export const mayAddContacts = (actor: Actor): boolean => !isRestricted(actor);

/** Whoever may see the whole workspace and change how it is set up: machines, owners and managers. */
export function mayAdminister(actor: Actor): boolean {
  return actor.kind === 'machine' || actor.role === 'owner' || actor.role === 'manager';
}

function isRestricted(actor: Actor): actor is Extract<Actor, { kind: 'agent' }> {
  return actor.kind === 'agent' && (actor.role === 'agent_own' || actor.role === 'agent_team');
}
