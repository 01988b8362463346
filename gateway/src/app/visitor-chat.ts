import type { Message } from '@outbound-composer/core/contract';
import type { StoredContent } from '../store/database.js';
import { findMessage, messageOut } from '../store/messages.js';
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
  readonly text: string;
  readonly at: string;
}

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
  return rows.reverse().flatMap((row) => visitorMessage(messageOut(row), linkIn(row.content)) ?? []);
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
 * Null for what has no words to show.
 * @param link Follows the text; see `linkOf`.
 */
export function visitorMessage(
  { id, direction, author, content, at, status }: Message,
  link: string | null = null,
): VisitorMessage | null {
  if (content.text === null || !(SHOWN as readonly string[]).includes(status)) return null;
  const from = direction === 'inbound' ? 'visitor' : 'team';
  const text = link === null ? content.text : withLink(content.text, link);
  return { id, from, name: author.name, text, at };
}

/** The link of a message that is for the visitor alone, so that no event or answer of the API has it. */
export async function linkOf({ db }: Deps, { account }: Visitor, message: Message): Promise<string | null> {
  if (message.purpose !== 'csat' || message.direction === 'inbound') return null;
  const row = await findMessage(db, account.workspaceId, message.id);
  return row ? linkIn(row.content) : null;
}

const linkIn = (content: StoredContent): string | null =>
  content.kind === 'text' ? (content.link ?? null) : null;
