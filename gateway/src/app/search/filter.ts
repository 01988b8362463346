import type { ContactSearchQuery } from '@outbound-composer/core/contract';
import { expressionBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { matchesWord } from '../../store/contact-match.js';
import type { ContactFilter } from '../../store/contact-search.js';
import type { ConversationStatus, Database } from '../../store/database.js';
import { reachableContacts } from '../access.js';
import type { Actor } from '../deps.js';
import { ProblemError } from '../problem.js';
import type { Word } from './words.js';

export const STATUSES: readonly ConversationStatus[] = ['open', 'snoozed', 'closed'];

type Query = z.output<typeof ContactSearchQuery>;
type Conditions = Pick<ContactFilter, 'conditions' | 'facets' | 'anyFacet'>;

/** What a search asks for, as conditions. */
export function contactFilter(
  actor: Actor,
  query: Query,
  words: readonly Word[],
  statuses: readonly ConversationStatus[],
  common: ReadonlySet<string>,
): ContactFilter {
  const parts = [
    inbox(actor, query.inbox),
    query.assignee === undefined ? NOTHING : assignedTo(query.assignee),
    anyChannel(query.channel),
    allTags(query.tag),
    anyCountry(query.country),
  ];
  return {
    workspaceId: actor.workspaceId,
    reachable: reachableContacts(actor)(expressionBuilder<Database, 'contact'>()),
    statuses,
    conditions: [...parts.flatMap(({ conditions }) => conditions), ...words.map(matchesWord)],
    facets: parts.flatMap(({ facets }) => facets),
    anyFacet: parts.flatMap(({ anyFacet }) => anyFacet),
    common,
  };
}

const NOTHING: Conditions = { conditions: [], facets: [], anyFacet: [] };

function inbox(actor: Actor, name: Query['inbox']): Conditions {
  // Reach already leaves only the agent's own; saying it again lets an index answer.
  if (actor.kind === 'agent' && (name === 'mine' || actor.role === 'agent_own'))
    return assignedTo(actor.agentId);
  switch (name) {
    case 'mine':
      throw new ProblemError('validation_failed', 'inbox: a machine has no inbox of its own', {
        errors: [
          { field: 'inbox', message: 'is only for agents', expected: 'one of: unassigned, team, all' },
        ],
      });
    case 'unassigned':
      return assignedTo(null);
    case 'team':
      return { conditions: [sql<boolean>`contact.assignee_id is not null`], facets: [], anyFacet: [] };
    case 'all':
      return NOTHING;
  }
}

function assignedTo(agentId: string | null): Conditions {
  return {
    conditions: [
      agentId === null
        ? sql<boolean>`contact.assignee_id is null`
        : sql<boolean>`contact.assignee_id = ${agentId}::uuid`,
    ],
    facets: [`a:${agentId ?? ''}`],
    anyFacet: [],
  };
}

function anyChannel(channels: Query['channel']): Conditions {
  if (!channels?.length) return NOTHING;
  return { conditions: [sql<boolean>`contact.channels && ${channels}::text[]`], facets: [], anyFacet: [] };
}

function allTags(tags: Query['tag']): Conditions {
  if (!tags?.length) return NOTHING;
  return {
    conditions: [sql<boolean>`contact.tag_keys @> lower_all(${tags}::text[])`],
    facets: [],
    anyFacet: [],
  };
}

function anyCountry(countries: Query['country']): Conditions {
  if (!countries?.length) return NOTHING;
  const codes = countries.map((code) => code.toUpperCase());
  return {
    conditions: [sql<boolean>`contact.country = any(${codes}::text[])`],
    facets: [],
    anyFacet: [codes.map((code) => `c:${code}`)],
  };
}
