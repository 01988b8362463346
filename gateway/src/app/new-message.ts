import type { Purpose } from '@outbound-composer/core';
import { EMPTY_MESSAGE, type MessageRow } from '../store/messages.js';
import type { Chosen } from './decide-counted.js';
import type { Actor, Clockwork } from './deps.js';
import type { PreparedContent } from './outbound-content.js';

export interface NewMessage {
  readonly messageId: string;
  readonly actor: Actor | Clockwork;
  readonly contactId: string;
  readonly conversationId: string;
  readonly purpose: Purpose;
  readonly content: PreparedContent;
  readonly plan: Chosen;
  readonly at: Date;
}

/** The row of a message that is to leave, queued and counted unless `given` says otherwise. */
export function newMessage(
  { messageId, actor, contactId, conversationId, purpose, content, plan, at }: NewMessage,
  given: Pick<MessageRow, 'reserved'> & Partial<MessageRow>,
): MessageRow {
  const { reach, chosen } = plan;
  return {
    ...EMPTY_MESSAGE,
    workspace_id: actor.workspaceId,
    id: messageId,
    contact_id: contactId,
    conversation_id: conversationId,
    identity_id: reach.identityId,
    channel_account_id: reach.account.id,
    channel: reach.channel,
    direction: 'outbound',
    ...authorOf(actor),
    purpose,
    content: content.stored,
    attachment_id: content.attachmentId ?? null,
    form: chosen.form,
    tag: chosen.tag,
    status: 'queued',
    at,
    ...given,
  };
}

/** Columns of a message that an actor sends. */
export const authorOf = (actor: Actor | Clockwork) => ({
  author_kind: actor.kind === 'agent' ? ('agent' as const) : ('automation' as const),
  author_id: actor.kind === 'agent' ? actor.agentId : actor.kind === 'machine' ? actor.keyId : null,
  author_name: actor.name,
});

/** Whether a message is the question of a survey of ours. */
export const asksSurvey = ({ purpose, author_kind, author_id, direction }: MessageRow): boolean =>
  direction === 'outbound' && purpose === 'csat' && author_kind === 'automation' && author_id === null;

/** Who sent a message, as the one who acts; null when that is not written down. */
export function actorOf({ workspace_id, author_kind, author_id, author_name }: MessageRow): Actor | null {
  if (author_id === null || author_kind === 'contact') return null;
  const who = { workspaceId: workspace_id, name: author_name ?? '' };
  return author_kind === 'agent'
    ? { ...who, kind: 'agent', agentId: author_id, role: 'agent' }
    : { ...who, kind: 'machine', keyId: author_id };
}
