import { createHmac } from 'node:crypto';

/** What one provider needs: an account in the configuration, and how it tells that a customer wrote. */
export interface FaultyChannel {
  readonly channel: 'whatsapp' | 'telegram' | 'line';
  settings(baseUrl: string): Record<string, unknown>;
  /** A genuine webhook by which a customer writes. */
  inbound(at: number): { readonly body: string; readonly headers: Readonly<Record<string, string>> };
}

/** Longer than a busy machine takes to answer, and as long as a test with a silent provider lasts. */
const timeoutMs = 2_500;
const PHONE = '491701234567';

function signed(value: unknown, sign: (body: string) => Record<string, string>) {
  const body = JSON.stringify(value);
  return { body, headers: { 'content-type': 'application/json', ...sign(body) } };
}

const whatsapp: FaultyChannel = {
  channel: 'whatsapp',
  settings: (baseUrl) => ({
    baseUrl,
    phoneNumberId: '1065',
    accessToken: 'token',
    appSecret: 'app-secret',
    verifyToken: 'verify',
    timeoutMs,
  }),
  inbound: (at) =>
    whatsappNews({
      contacts: [{ wa_id: PHONE, profile: { name: 'Ada Lovelace' } }],
      messages: [
        { id: 'wamid.in', from: PHONE, timestamp: seconds(at), type: 'text', text: { body: 'Hello?' } },
      ],
    }),
};

/** A webhook call of WhatsApp with what stands in one change. */
export function whatsappNews(value: object) {
  const metadata = { display_phone_number: '4930123456', phone_number_id: '1065' };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  return signed({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] }, (body) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', 'app-secret').update(body).digest('hex')}`,
  }));
}

/** The report that a message arrived, which names the message by our own id. */
export const whatsappDelivered = (messageId: string, at: number) =>
  whatsappNews({
    statuses: [
      {
        id: `wamid.of-${messageId}`,
        status: 'delivered',
        timestamp: seconds(at),
        recipient_id: PHONE,
        biz_opaque_callback_data: messageId,
      },
    ],
  });

const telegram: FaultyChannel = {
  channel: 'telegram',
  settings: (baseUrl) => ({ baseUrl, botToken: '123456:ABC-def', secretToken: 'hook', timeoutMs }),
  inbound: (at) =>
    signed(
      {
        update_id: 1,
        message: {
          message_id: 1,
          from: { id: 7001, is_bot: false, first_name: 'Ada' },
          chat: { id: 7001, type: 'private' },
          date: Math.floor(at / 1000),
          text: 'Hello?',
        },
      },
      () => ({ 'x-telegram-bot-api-secret-token': 'hook' }),
    ),
};

const line: FaultyChannel = {
  channel: 'line',
  settings: (baseUrl) => ({
    baseUrl,
    channelAccessToken: 'token',
    channelSecret: 'channel-secret',
    timeoutMs,
  }),
  inbound: (at) =>
    signed(
      {
        destination: 'U0000000000000000000000000000bot',
        events: [
          {
            type: 'message',
            mode: 'active',
            timestamp: at,
            source: { type: 'user', userId: 'U4af4980629a1b2c3d4e5f60718293a4b' },
            webhookEventId: '01JDF6T5N8Q2W4E6R8T0Y2U4I6',
            deliveryContext: { isRedelivery: false },
            message: { id: '1', type: 'text', text: 'Hello?', quoteToken: 'q' },
          },
        ],
      },
      (body) => ({
        'x-line-signature': createHmac('sha256', 'channel-secret').update(body).digest('base64'),
      }),
    ),
};

const seconds = (at: number) => String(Math.floor(at / 1000));

export const FAULTY_CHANNELS = [whatsapp, telegram, line] as const;
