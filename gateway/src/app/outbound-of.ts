import type { Decision } from '@outbound-composer/core';
import type { Failure } from '@outbound-composer/core/contract';
import { kindOf } from '@outbound-composer/core/message';
import type { Transaction } from 'kysely';
import { capabilitiesOf, FileUnavailableError, type Outbound } from '../channels/adapter.js';
import { findAttachment, readPieces } from '../store/attachments.js';
import type { Database } from '../store/database.js';
import type { MessageRow } from '../store/messages.js';
import { templateOut } from '../store/templates.js';
import { fileObstacles } from './attachment-content.js';
import { attachmentPath } from './attachment-link.js';
import { attachmentRules } from './attachment-rules.js';
import type { Deps } from './deps.js';
import { type ChosenForm, formForTemplate, formForText } from './form-for.js';

/** Ids of earlier messages that an e-mail names at most; servers cut longer headers. */
const MOST_REFERENCES = 20;

export type WhatToSend =
  | { readonly content: Outbound['content']; formFor(decision: Decision): ChosenForm | null }
  | { readonly failure: Failure };

/** A text as the contact gets it. */
export const withLink = (text: string, link: string): string => `${text}\n\n${link}`;

/** The content of a queued message, with its template as that stands now. */
export async function whatToSend(
  tx: Transaction<Database>,
  deps: Deps,
  message: MessageRow,
): Promise<WhatToSend> {
  const { content } = message;
  if (content.kind === 'text') {
    const { text, subject = null, quickReplies, listLabel, link } = content;
    return {
      content: {
        kind: 'text',
        text: link === undefined ? text : withLink(text, link),
        subject,
        ...(quickReplies && { quickReplies }),
        ...(listLabel !== undefined && { listLabel }),
      },
      formFor: formForText,
    };
  }
  if (content.kind === 'attachment') return fileToSend(tx, deps, message, content);
  if (content.kind === 'other')
    return { failure: unsendable(`Messages of the kind ${content.type} cannot be sent.`) };
  const row = await tx
    .selectFrom('template')
    .where('workspace_id', '=', message.workspace_id)
    .where('id', '=', content.templateId)
    .selectAll()
    .executeTakeFirst();
  if (!row) return { failure: unsendable('The template is gone.', 'template_not_found') };
  if (row.status !== 'approved') {
    return { failure: unsendable(`The template is ${row.status} now.`, 'template_not_approved') };
  }
  const { name, language, header, headerFormat, body, buttons, variables } = templateOut(row);
  return {
    content: {
      kind: 'template',
      template: { name, language, header, ...(headerFormat && { headerFormat }), body, buttons, variables },
      variables: content.variables,
      text: content.text,
    },
    formFor: (decision) => formForTemplate(decision, row.category),
  };
}

/** How long a provider, or the customer's app, may fetch a file by its link. */
const FETCH_MS = 7 * 24 * 60 * 60_000;

async function fileToSend(
  tx: Transaction<Database>,
  deps: Deps,
  message: MessageRow,
  { attachment, text, subject = null }: Extract<MessageRow['content'], { kind: 'attachment' }>,
): Promise<WhatToSend> {
  const key = { workspaceId: message.workspace_id, id: attachment.id };
  const row = await findAttachment(tx, key);
  if (!row) return { failure: unsendable('The file is gone.', 'attachment_not_found') };
  const rules = attachmentRules(deps);
  const account = deps.accounts.get(message.channel_account_id);
  const [obstacle] = account ? fileObstacles(row, text ?? '', account, rules) : [];
  if (obstacle) return { failure: unsendable(obstacle.message, 'attachment_refused') };
  const isFetched = account && capabilitiesOf(account)?.fetchesMedia === true;
  const media = {
    type: kindOf(row.type),
    mimeType: row.type,
    fileName: row.name,
    bytes: row.bytes,
    url:
      isFetched && rules.publicUrl !== null
        ? rules.publicUrl + attachmentPath(key, rules, deps.clock() + FETCH_MS)
        : null,
    read: () => readAll(deps, key, row.bytes),
  };
  return { content: { kind: 'media', media, text: text ?? '', subject }, formFor: formForText };
}

async function readAll({ db }: Deps, key: Parameters<typeof readPieces>[1], bytes: number): Promise<Buffer> {
  try {
    const pieces: Buffer[] = [];
    for await (const piece of readPieces(db, key)) pieces.push(piece);
    const content = Buffer.concat(pieces);
    if (content.length === bytes) return content;
  } catch (cause) {
    throw new FileUnavailableError('The file cannot be read at the moment.', { cause });
  }
  throw new FileUnavailableError('The file is not there as a whole.');
}

/** A message as an adapter takes it. */
export async function outboundOf(
  tx: Transaction<Database>,
  message: MessageRow,
  to: string,
  { content }: { readonly content: Outbound['content'] },
): Promise<Outbound> {
  const thread = message.channel === 'email' ? await threadOf(tx, message) : [];
  return {
    messageId: message.id,
    to,
    form: message.form ?? 'free_form',
    tag: message.tag,
    purpose: message.purpose,
    content,
    inReplyTo: thread.findLast(({ direction }) => direction === 'inbound')?.id ?? null,
    references: thread.map(({ id }) => id),
  };
}

/** Provider's ids of the messages exchanged with this address, oldest first. */
async function threadOf(
  tx: Transaction<Database>,
  message: MessageRow,
): Promise<{ id: string; direction: 'inbound' | 'outbound' }[]> {
  const rows = await tx
    .selectFrom('message')
    .where('workspace_id', '=', message.workspace_id)
    .where('identity_id', '=', message.identity_id)
    .where('provider_id', 'is not', null)
    .where('id', '!=', message.id)
    .select(['provider_id', 'direction'])
    .orderBy('at', 'desc')
    .limit(MOST_REFERENCES)
    .execute();
  return rows.reverse().map(({ provider_id, direction }) => ({ id: provider_id!, direction }));
}

function unsendable(message: string, reason = 'not_sendable'): Failure {
  return { reason, message, remedy: 'Write the message anew.', retriable: false, providerCode: null };
}
