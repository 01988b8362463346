import type { Outbound, QuickReply } from './adapter.js';

/** The answers to press that a message carries. */
export const quickRepliesOf = (content: Outbound['content']): readonly QuickReply[] =>
  content.kind === 'text' ? (content.quickReplies ?? []) : [];

const MARK = 'quick-reply|';

/**
 * An answer as one text, for providers that hand back nothing but a text of ours when it is pressed: so that both
 * what it stands for and what the contact saw are known again.
 */
export const packQuickReply = ({ id, title }: QuickReply): string => `${MARK}${id}|${title}`;

/** Null for a text that `packQuickReply` never wrote. */
export function unpackQuickReply(text: string | null | undefined): QuickReply | null {
  if (!text?.startsWith(MARK)) return null;
  const [id = '', ...title] = text.slice(MARK.length).split('|');
  return id === '' || title.length === 0 ? null : { id, title: title.join('|') };
}
