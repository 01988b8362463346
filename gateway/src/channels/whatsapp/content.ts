import type { Outbound, QuickReply, SendOutcome } from '../adapter.js';
import { type ErrorRow, outcomeFrom } from '../error-table.js';
import { uploadMedia } from './media.js';
import type { WhatsAppSettings } from './settings.js';
import { templateOf } from './template.js';

/** The part of a message that says what it is, and what stands in it. */
interface Content {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Buttons that a message holds; more answers become a list. */
const MOST_BUTTONS = 3;
const MOST_ROWS = 10;

export async function contentOf(
  settings: WhatsAppSettings,
  { messageId, content }: Outbound,
  signal: AbortSignal,
): Promise<{ content: Content } | { refused: SendOutcome }> {
  switch (content.kind) {
    case 'template':
      return { content: { type: 'template', template: templateOf(content, messageId) } };
    case 'media': {
      const { media, text } = content;
      const source = media.url === null ? await uploadMedia(settings, media, signal) : { link: media.url };
      if ('refused' in source) return source;
      // https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages
      const caption = text === '' || media.type === 'audio' ? {} : { caption: text };
      const filename = media.type === 'document' ? { filename: media.fileName } : {};
      return { content: { type: media.type, [media.type]: { ...source, ...caption, ...filename } } };
    }
    case 'text': {
      const replies = content.quickReplies ?? [];
      if (replies.length === 0)
        return { content: { type: 'text', text: { body: content.text, preview_url: true } } };
      if (replies.length > MOST_ROWS) return { refused: outcomeFrom(TOO_MANY_ANSWERS, null, null) };
      const body = { text: content.text };
      const interactive =
        replies.length <= MOST_BUTTONS
          ? { type: 'button', body, action: { buttons: replies.map(buttonOf) } }
          : { type: 'list', body, action: listOf(replies, content.listLabel ?? '…') };
      return { content: { type: 'interactive', interactive } };
    }
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages */
const buttonOf = ({ id, title }: QuickReply) => ({ type: 'reply', reply: { id, title } });

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages */
const listOf = (replies: readonly QuickReply[], button: string) => ({
  button,
  sections: [{ rows: replies.map(({ id, title }) => ({ id, title })) }],
});

const TOO_MANY_ANSWERS: ErrorRow = {
  outcome: 'rejected',
  reason: 'content_refused',
  message: 'WhatsApp takes at most 10 answers to press.',
  remedy: 'Offer fewer answers.',
  retriable: false,
  source:
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages',
};
