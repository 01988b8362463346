import type { Opener } from '@outbound-composer/core';
import { z } from 'zod';
import {
  type Account,
  type ChannelEvent,
  WebhookPayloadError,
  type WebhookReply,
  type WebhookRequest,
} from '../adapter.js';
import { decrypt, signatureFits } from './crypto.js';
import type { WeChatSettings } from './settings.js';
import { parseXml } from './xml.js';

/** WeChat repeats a call three times within 15 seconds; what is signed longer ago is a replay. */
const TOLERANCE_MS = 5 * 60_000;

/** Anything else is shown to the customer as “service unavailable”. */
function reply(): WebhookReply {
  return { status: 200, contentType: 'text/plain', body: 'success' };
}

const Envelope = z.object({ Encrypt: z.string().min(1) });

export function weChatWebhook(clock: () => number) {
  const isFresh = ({ timestamp = '' }: WebhookRequest['query']) =>
    /^\d{1,12}$/.test(timestamp) && Math.abs(clock() - Number(timestamp) * 1000) <= TOLERANCE_MS;

  return {
    /** https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html */
    challenge({ settings }: Account<WeChatSettings>, { method, query }: WebhookRequest): WebhookReply | null {
      if (method !== 'GET') return null;
      const { signature, timestamp = '', nonce = '', echostr = '' } = query;
      return isFresh(query) && signatureFits(signature, settings.token, timestamp, nonce)
        ? { status: 200, contentType: 'text/plain', body: echostr }
        : {
            status: 403,
            contentType: 'text/plain',
            body: 'The signature does not fit the token in the settings',
          };
    },

    verify({ settings }: Account<WeChatSettings>, { query, body }: WebhookRequest): boolean {
      const { timestamp = '', nonce = '' } = query;
      if (!isFresh(query)) return false;
      if (settings.encodingAesKey === undefined)
        return signatureFits(query.signature, settings.token, timestamp, nonce);
      const encrypted = encryptedPart(body);
      return (
        encrypted !== null && signatureFits(query.msg_signature, settings.token, timestamp, nonce, encrypted)
      );
    },

    parse({ settings }: Account<WeChatSettings>, { body }: WebhookRequest): ChannelEvent[] {
      return eventsOf(parseXml(textOf(settings, body), Notification));
    },

    reply,
  };
}

function encryptedPart(body: Buffer): string | null {
  try {
    return parseXml(body.toString('utf8'), Envelope).Encrypt;
  } catch (error) {
    if (error instanceof WebhookPayloadError) return null;
    throw error;
  }
}

function textOf({ encodingAesKey, appId }: WeChatSettings, body: Buffer): string {
  if (encodingAesKey === undefined) return body.toString('utf8');
  const text = decrypt(parseXml(body.toString('utf8'), Envelope).Encrypt, encodingAesKey, appId);
  if (text === null)
    throw new WebhookPayloadError('Encrypt: not encrypted with the key in the settings for this app id');
  return text;
}

/**
 * Messages: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
 * Events: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
 */
const Notification = z.object({
  FromUserName: z.string().min(1),
  CreateTime: z.string().regex(/^\d{1,12}$/),
  MsgType: z.string().min(1),
  MsgId: z.string().min(1).optional(),
  Content: z.string().optional(),
  Recognition: z.string().optional(),
  Label: z.string().optional(),
  Title: z.string().optional(),
  Event: z.string().optional(),
  EventKey: z.string().optional(),
});
type Notification = z.output<typeof Notification>;

function eventsOf(given: Notification): ChannelEvent[] {
  const { FromUserName: from, CreateTime, MsgType, MsgId } = given;
  const at = Number(CreateTime) * 1000;
  if (MsgType === 'event') return eventEvents(given, at);
  if (MsgId === undefined) throw new WebhookPayloadError('MsgId: expected a message to have one');
  const text = given.Recognition || given.Label || given.Title || null;
  return [
    {
      type: 'message',
      providerId: MsgId,
      from,
      name: null,
      at,
      opener: 'message',
      content:
        MsgType === 'text'
          ? { kind: 'text', text: given.Content ?? '' }
          : { kind: 'other', type: MsgType, text },
    },
  ];
}

/**
 * The acts that let us write: https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
 * Of the menu's buttons only these three do, a link (`view`) does not. A payment is reported by WeChat Pay to an
 * address of its own and never comes here.
 */
const OPENERS: Readonly<Record<string, Opener>> = {
  subscribe: 'follow',
  scan: 'qr',
  click: 'menu',
  scancode_push: 'menu',
  scancode_waitmsg: 'menu',
};

function eventEvents(
  { FromUserName: from, CreateTime, Event = '', EventKey }: Notification,
  at: number,
): ChannelEvent[] {
  const event = Event.toLowerCase();
  if (event === 'unsubscribe') return [{ type: 'consent', from, change: 'blocked', at }];
  const opener = OPENERS[event];
  if (opener === undefined) return [{ type: 'ignored', kind: `event.${event}` }];
  const act: ChannelEvent = {
    type: 'message',
    // Events have no id; these two are what WeChat says tells repeated ones.
    providerId: `${from}:${CreateTime}:${event}`,
    from,
    name: null,
    at,
    opener,
    content: { kind: 'other', type: event, text: EventKey || null },
  };
  return event === 'subscribe' ? [{ type: 'consent', from, change: 'unblocked', at }, act] : [act];
}
