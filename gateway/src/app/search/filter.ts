import type { ContactSearchQuery } from '@outbound-composer/core/contract';
import { expressionBuilder, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { matchesWord } from '../../store/contact-match.js';
import { COUNT_CAP, type ContactFilter } from '../../store/contact-search.js';
import type { ContactStatistics } from '../../store/contact-statistics.js';
import type { ConversationStatus, Database } from '../../store/database.js';
import { assignedToTeam, reachableContacts, reachesEveryContact } from '../access.js';
import type { Actor } from '../deps.js';
import { ProblemError } from '../problem.js';
import { shareOfMatches, surelyMoreThan } from './share.js';
import type { Word } from './words.js';

type Query = z.output<typeof ContactSearchQuery>;

/** One thing that is asked for, as a condition on a row, and what the indexes and statistics call it. */
interface Part {
  readonly condition: RawBuilder<boolean>;
  /** Of these facets a contact has one. */
  readonly facets?: readonly string[];
  /** Names of statistics for what is no facet: a contact has one of each list. */
  readonly others?: readonly (readonly string[])[];
}

/** What a search asks for, as conditions. */
export function contactFilter(
  actor: Actor,
  query: Query,
  words: readonly Word[],
  statuses: readonly ConversationStatus[],
  statistics: ContactStatistics,
): ContactFilter {
  const parts = [
    inbox(actor, query.inbox),
    query.assignee === undefined ? null : assignedTo(query.assignee),
    anyChannel(query.channel),
    allTags(query.tag),
    anyCountry(query.country),
  ].filter((part) => part !== null);
  const facets = parts.flatMap((part) => (part.facets === undefined ? [] : [part.facets]));
  const others = parts.flatMap((part) => part.others ?? []);
  const share = shareOfMatches(statistics, words, [...facets, ...others]);
  const there = [[`w:${actor.workspaceId}`], statuses.map((one) => `s:${one}`)];
  return {
    workspaceId: actor.workspaceId,
    reachable: reachableContacts(actor)(expressionBuilder<Database, 'contact'>()),
    statuses,
    conditions: [...parts.map(({ condition }) => condition), ...words.map(matchesWord)],
    facets,
    common: statistics.common,
    share,
    inIndex: parts.every((part) => part.others === undefined) && words.every(isInSearch),
    surelyMore:
      parts.length === 0 &&
      reachesEveryContact(actor) &&
      surelyMoreThan(COUNT_CAP, statistics, words, actor.workspaceId, statuses),
    expected: share * shareOfMatches(statistics, [], there) * statistics.contacts,
  };
}

/** An address beyond its local part is not in `contact.search`, and neither is where a phone begins. */
const isInSearch = ({ kind, ...word }: Word): boolean =>
  kind !== 'email' && !('starts' in word && word.starts.length > 0);

function inbox(actor: Actor, name: Query['inbox']): Part | null {
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
      return { condition: assignedToTeam(actor) };
    case 'all':
      return null;
  }
}

function assignedTo(agentId: string | null): Part {
  return {
    condition:
      agentId === null
        ? sql<boolean>`contact.assignee_id is null`
        : sql<boolean>`contact.assignee_id = ${agentId}::uuid`,
    facets: [`a:${agentId ?? ''}`],
  };
}

function anyChannel(channels: Query['channel']): Part | null {
  if (!channels?.length) return null;
  return {
    condition: sql<boolean>`contact.channels && ${channels}::text[]`,
    others: [channels.map((channel) => `channel:${channel}`)],
  };
}

function allTags(tags: Query['tag']): Part | null {
  if (!tags?.length) return null;
  return {
    condition: sql<boolean>`contact.tag_keys @> lower_all(${tags}::text[])`,
    others: tags.map((tag) => [`tag:${tag.toLowerCase()}`]),
  };
}

function anyCountry(countries: Query['country']): Part | null {
  if (!countries?.length) return null;
  const codes = countries.map((code) => code.toUpperCase());
  return {
    condition: sql<boolean>`contact.country = any(${codes}::text[])`,
    facets: codes.map((code) => `c:${code}`),
  };
}
