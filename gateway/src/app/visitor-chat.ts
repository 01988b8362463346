import type { Message } from '@outbound-composer/core/contract';
import type { StoredContent } from '../store/database.js';
import { findMessage, messageOut } from '../store/messages.js';
import { attachmentPath } from './attachment-link.js';
import { attachmentRules } from './attachment-rules.js';
import type { Deps } from './deps.js';
import { withLink } from './outbound-of.js';
import { type ReceivingAccount, receiveChannelEvents } from './receive-channel-events.js';

/** A website's visitor, known by a token of the account. */
export interface Visitor {
  readonly account: ReceivingAccount;
  /** The address of the identity, once the visitor has written. */
  readonly visitorId: string;
}

/** A message as a visitor sees it: nothing of who in the team wrote it but the name. */
export interface VisitorMessage {
  readonly id: string;
  readonly from: 'visitor' | 'team';
  readonly name: string | null;
  /** Empty where there is only a file. */
  readonly text: string;
  readonly at: string;
  readonly attachment?: {
    readonly name: string;
    readonly type: string;
    readonly bytes: number;
    /** A signed path of this gateway. */
    readonly path: string;
  };
}

/** How long a visitor's page can fetch a file before it has to load the history again. */
const LINK_MS = 24 * 60 * 60_000;
/** How much of the chat a page shows when it opens. */
const HISTORY = 100;
/** A visitor sees what has left; what is queued, failed or unknown has not. */
const SHOWN = ['received', 'sent', 'delivered', 'read'] as const;

/** The chat so far, oldest first. */
export async function visitorHistory(deps: Deps, visitor: Visitor): Promise<VisitorMessage[]> {
  const identityId = await visitorIdentity(deps, visitor);
  if (identityId === null) return [];
  const rows = await deps.db
    .selectFrom('message')
    .where('workspace_id', '=', visitor.account.workspaceId)
    .where('identity_id', '=', identityId)
    .where('status', 'in', SHOWN)
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY)
    .execute();
  return rows
    .reverse()
    .flatMap((row) => visitorMessage(deps, visitor, messageOut(row), linkIn(row.content)) ?? []);
}

/** The identity of a visitor, or null before the first message. */
export async function visitorIdentity({ db }: Deps, { account, visitorId }: Visitor): Promise<string | null> {
  const found = await db
    .selectFrom('identity')
    .where('workspace_id', '=', account.workspaceId)
    .where('channel_account_id', '=', account.id)
    .where('address', '=', visitorId)
    .select('id')
    .executeTakeFirst();
  return found?.id ?? null;
}

/**
 * Takes in what a visitor wrote.
 * @param id Made by the page: the same again is the same message.
 */
export async function receiveVisitorMessage(
  deps: Deps,
  { account, visitorId }: Visitor,
  { id, text, name }: { readonly id: string; readonly text: string; readonly name: string | null },
): Promise<void> {
  await receiveChannelEvents(deps, {
    account,
    events: [
      {
        type: 'message',
        providerId: `${visitorId}/${id}`,
        from: visitorId,
        name,
        at: deps.clock(),
        opener: 'message',
        content: { kind: 'text', text },
      },
    ],
  });
}

/** Notes that the visitor's page has got a message, or that the visitor has seen it. */
export async function noteVisitorStatus(
  deps: Deps,
  { account }: Visitor,
  messageIds: readonly string[],
  status: 'delivered' | 'read',
): Promise<void> {
  const at = deps.clock();
  await receiveChannelEvents(deps, {
    account,
    // The adapter's id for a message is our own.
    events: messageIds.map((providerId) => ({ type: 'status', providerId, status, at, failure: null })),
  });
}

/**
 * Null for what has nothing to show.
 * @param link Follows the text; see `linkOf`.
 */
export function visitorMessage(
  deps: Deps,
  { account: { workspaceId } }: Visitor,
  { id, direction, author, content, at, status }: Message,
  link: string | null = null,
): VisitorMessage | null {
  if (!(SHOWN as readonly string[]).includes(status)) return null;
  const from = direction === 'inbound' ? 'visitor' : 'team';
  const shown = { id, from, name: author.name, at } as const;
  if (content.kind === 'attachment') {
    const { id: attachmentId, name, type, bytes } = content.attachment;
    const key = { workspaceId, id: attachmentId };
    const path = attachmentPath(key, attachmentRules(deps), deps.clock() + LINK_MS);
    return { ...shown, text: content.text ?? '', attachment: { name, type, bytes, path } };
  }
  if (content.text === null) return null;
  return { ...shown, text: link === null ? content.text : withLink(content.text, link) };
}

/** The link of a message that is for the visitor alone, so that no event or answer of the API has it. */
export async function linkOf({ db }: Deps, { account }: Visitor, message: Message): Promise<string | null> {
  if (message.purpose !== 'csat' || message.direction === 'inbound') return null;
  const row = await findMessage(db, account.workspaceId, message.id);
  return row ? linkIn(row.content) : null;
}

const linkIn = (content: StoredContent): string | null =>
  content.kind === 'text' ? (content.link ?? null) : null;
