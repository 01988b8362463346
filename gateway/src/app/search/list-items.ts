import type { Decision } from '@outbound-composer/core';
import type { ContactListItem } from '@outbound-composer/core/contract';
import type { ListRow } from '../../store/contact-list.js';
import { isoOrNull } from '../../store/instants.js';
import { vipOf } from '../vip.js';
import type { WorkspaceRules } from '../workspace-rules.js';
import type { Folded, Folder } from './fold.js';
import { matchesIn } from './matches.js';
import type { Word } from './words.js';

interface ChannelVerdict {
  readonly contactId: string;
  readonly decision: Decision;
}

/** Rows and verdicts as list items, in the order of `ids`, with what to highlight. */
export async function listItems(
  rows: readonly ListRow[],
  ids: readonly string[],
  verdicts: readonly ChannelVerdict[],
  words: readonly Word[],
  folder: Folder,
  rules: WorkspaceRules,
): Promise<ContactListItem[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const folded = await folder.fold(ordered.flatMap(shownFields).map((text) => text ?? ''));
  return ordered.map((row, index) => ({
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    phone: row.phone,
    country: row.country,
    language: row.language,
    tags: row.tags,
    vip: vipOf(row, rules),
    conversation: conversationOf(row),
    channels: verdicts
      .filter(({ contactId }) => contactId === row.id)
      .map(({ decision }) => channelOf(decision)),
    matches: matchesIn(fieldsOf(row, folded.slice(index * 4, index * 4 + 4)), words),
  }));
}

const shownFields = (row: ListRow) => [row.first_name, row.last_name, row.email, row.phone];

function fieldsOf(row: ListRow, [firstName, lastName, email, phone]: readonly Folded[]) {
  return {
    firstName: row.first_name === null ? null : (firstName ?? null),
    lastName: row.last_name === null ? null : (lastName ?? null),
    email: row.email === null ? null : (email ?? null),
    phone: row.phone === null ? null : (phone ?? null),
  };
}

function conversationOf(row: ListRow): ContactListItem['conversation'] {
  if (row.conversation_id === null || row.status === null || row.last_activity_at === null) return null;
  return {
    id: row.conversation_id,
    status: row.status,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    lastActivityAt: row.last_activity_at.toISOString(),
    closedAt: isoOrNull(row.closed_at),
  };
}

function channelOf({ channel, verdict, closesAt }: Decision): ContactListItem['channels'][number] {
  return { channel, verdict, closesAt: closesAt === null ? null : new Date(closesAt).toISOString() };
}
