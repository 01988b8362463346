import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ChannelAdapter,
  capabilitiesOf,
  type Outbound,
  type OutboundMedia,
} from '../../src/channels/adapter.js';
import { createAdapters } from '../../src/channels/registry.js';
import { TEXT } from './conformance.js';
import { type FakeProvider, fakeProvider, type ProviderBehaviour } from './fake-provider.js';

const adapters = createAdapters(() => Date.parse('2026-11-24T12:00:00Z'));
const never = new AbortController().signal;
const LINK = 'https://gateway.example/attachments/signed';

let provider: FakeProvider;
beforeAll(async () => {
  provider = await fakeProvider();
});
afterAll(() => provider.close());
let before = 0;
beforeEach(() => {
  before = provider.requests.length;
});

const png: OutboundMedia = {
  type: 'image',
  mimeType: 'image/png',
  fileName: 'Rad "neu".png',
  bytes: 7,
  url: null,
  read: async () => Buffer.from('PNG\xff\xfe\xfd\xfc', 'latin1'),
};
const of = (mimeType: string, type: OutboundMedia['type'], fileName: string): OutboundMedia => ({
  ...png,
  mimeType,
  type,
  fileName,
});
const linked = (media: OutboundMedia): OutboundMedia => ({
  ...media,
  url: LINK,
  read: () => Promise.reject(new Error('nothing is to be read for a link')),
});

function send(
  channel: Parameters<typeof adapters.get>[0],
  settings: Record<string, unknown>,
  media: OutboundMedia,
  text = '',
  to = '7001',
) {
  const adapter = adapters.get(channel) as ChannelAdapter;
  const message: Outbound = { ...TEXT, to, content: { kind: 'media', media, text } };
  const account = {
    id: `${channel}-account`,
    key: channel,
    settings: adapter.settings.parse({ baseUrl: provider.url, ...settings }),
  };
  return adapter.send(account, message, never);
}
const made = () => provider.requests.slice(before);
const json = (value: unknown): ProviderBehaviour => ({ status: 200, json: value });
const body = (index = -1) => JSON.parse(made().at(index)?.body ?? '') as unknown;

describe('Telegram', () => {
  const settings = { botToken: '123456:ABC-def', secretToken: 'hook' };
  const accepted = json({ ok: true, result: { message_id: 42, chat: { id: 7001 } } });

  test.each([
    ['image/png', 'image', 'sendPhoto', 'photo'],
    ['image/gif', 'image', 'sendAnimation', 'animation'],
    ['image/tiff', 'image', 'sendDocument', 'document'],
    ['video/mp4', 'video', 'sendVideo', 'video'],
    ['audio/mpeg', 'audio', 'sendAudio', 'audio'],
    ['audio/ogg', 'audio', 'sendDocument', 'document'],
    ['application/pdf', 'document', 'sendDocument', 'document'],
  ] as const)('a file of the type %s is sent as what it is (%s, %s)', async (type, kind, method, field) => {
    provider.will(accepted);
    expect(await send('telegram', settings, of(type, kind, 'a.bin'), 'Look')).toEqual({
      outcome: 'accepted',
      providerId: '7001:42',
    });
    const [request] = made();
    expect(request?.path).toBe(`/bot123456:ABC-def/${method}`);
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data/);
    expect(request?.body).toContain(`name="${field}"; filename="a.bin"`);
    expect(request?.body).toMatch(/name="caption"\r\n\r\nLook\r\n/);
    expect(request?.body).toMatch(/name="chat_id"\r\n\r\n7001\r\n/);
  });

  test('an error about a file is one about the message', async () => {
    provider.will({
      status: 429,
      json: { ok: false, error_code: 429, description: 'x', parameters: { retry_after: 7 } },
    });
    expect(await send('telegram', settings, png)).toMatchObject({ outcome: 'retry', afterMs: 7000 });
  });
});

describe('WeChat', () => {
  const settings = {
    appId: 'wxb11529c136998cb6',
    appSecret: 'app-secret',
    token: 'pamtest',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  };

  test('a picture is handed over with a token, and then named', async () => {
    provider.will(
      json({ access_token: 'first', expires_in: 7200 }),
      json({ type: 'image', media_id: 'MEDIA', created_at: 1 }),
      json({ errcode: 0, errmsg: 'ok' }),
    );
    expect(await send('wechat', settings, png)).toMatchObject({ outcome: 'accepted' });
    expect(made().map(({ path }) => path.split('&access_token')[0])).toEqual([
      '/cgi-bin/stable_token',
      '/cgi-bin/media/upload?type=image',
      '/cgi-bin/message/custom/send?access_token=first',
    ]);
    expect(made()[1]?.body).toContain('name="media"; filename="Rad %22neu%22.png"');
    expect(body()).toEqual({ touser: '7001', msgtype: 'image', image: { media_id: 'MEDIA' } });
  });

  test('sound goes as a voice message', async () => {
    provider.will(json({ media_id: 'VOICE' }), json({ errcode: 0 }));
    await send('wechat', settings, of('audio/amr', 'audio', 'a.amr'));
    expect(made()[0]?.path).toMatch(/type=voice/);
    expect(body()).toMatchObject({ msgtype: 'voice', voice: { media_id: 'VOICE' } });
  });

  test('a hand-over that fails sends no message, and may be tried again', async () => {
    provider.will('cut');
    expect(await send('wechat', settings, png)).toMatchObject({ outcome: 'retry' });
    provider.will(json({ errcode: 40004, errmsg: 'invalid media type' }));
    expect(await send('wechat', settings, png)).toMatchObject({ outcome: 'rejected' });
    expect(made()).toHaveLength(2);
  });
});

describe('TikTok', () => {
  const settings = { appId: 'app', appSecret: 'secret', businessId: 'business', refreshToken: 'rft' };

  test('a picture is handed over and then named; a token that is over is renewed once', async () => {
    provider.will(
      json({ code: 0, data: { access_token: 'act-1', expires_in: 86_400 } }),
      json({ code: 40105, message: 'expired' }),
      json({ code: 0, data: { access_token: 'act-2', expires_in: 86_400 } }),
      json({ code: 0, message: 'OK', data: { media_id: 'MEDIA' } }),
      json({ code: 0, message: 'OK', data: { message: { message_id: 'm-1' } } }),
    );
    expect(await send('tiktok', settings, png)).toEqual({ outcome: 'accepted', providerId: 'm-1' });
    const uploads = made().filter(({ path }) => path.endsWith('/business/message/media/upload/'));
    expect(uploads.map(({ headers }) => headers['access-token'])).toEqual(['act-1', 'act-2']);
    expect(uploads[1]?.body).toMatch(/name="media_type"\r\n\r\nIMAGE\r\n/);
    expect(body()).toEqual({
      business_id: 'business',
      recipient_type: 'CONVERSATION',
      recipient: '7001',
      message_type: 'IMAGE',
      image: { media_id: 'MEDIA' },
    });
  });

  test('a server error while it is handed over leaves nothing unknown', async () => {
    provider.will({ status: 502, text: 'bad gateway' });
    expect(await send('tiktok', settings, png)).toMatchObject({ outcome: 'retry' });
  });
});

test('LINE gets a link to the picture, which is its own preview', async () => {
  provider.will(json({ sentMessages: [{ id: '461' }] }));
  const settings = { channelAccessToken: 'token', channelSecret: 'secret' };
  expect(await send('line', settings, linked(png))).toEqual({ outcome: 'accepted', providerId: '461' });
  expect(body()).toMatchObject({
    messages: [{ type: 'image', originalContentUrl: LINK, previewImageUrl: LINK }],
  });
});

test.each([
  [png, 'Look', { type: 'picture', text: 'Look', media: LINK }],
  [of('video/mp4', 'video', 'v.mp4'), '', { type: 'video', media: LINK, size: 7 }],
  [
    of('application/pdf', 'document', 'a.pdf'),
    '',
    { type: 'file', media: LINK, size: 7, file_name: 'a.pdf' },
  ],
  [of('audio/mpeg', 'audio', 'a.mp3'), '', { type: 'file', media: LINK, size: 7, file_name: 'a.mp3' }],
] as const)('Viber gets a link to the file (%#)', async (media, text, expected) => {
  provider.will({ status: 200, text: '{"status":0,"message_token":5741311803571721087}' });
  const settings = { authToken: 'token', senderName: 'Nordlicht' };
  expect(await send('viber', settings, linked(media), text)).toMatchObject({ outcome: 'accepted' });
  expect(body()).toEqual({
    receiver: '7001',
    min_api_version: 1,
    sender: { name: 'Nordlicht' },
    ...expected,
  });
});

describe('Twilio', () => {
  const twilio = {
    provider: 'twilio',
    accountSid: 'AC0123456789abcdef0123456789abcdef',
    authToken: 'token',
    from: '+15005550006',
    webhookUrl: 'https://gateway.example/webhooks/acme/sms',
  };

  test('gets a link to the file, and the words only if there are some', async () => {
    for (const text of ['', 'Look']) {
      provider.will({ status: 201, json: { sid: 'MM1' } });
      await send('sms', { ...twilio, mms: true }, linked(png), text);
      const form = new URLSearchParams(made().at(-1)?.body);
      expect([form.get('MediaUrl'), form.get('Body')]).toEqual([LINK, text === '' ? null : text]);
    }
  });

  test('carries files only where the account says that its sender can', () => {
    const adapter = adapters.get('sms') as ChannelAdapter;
    const can = (mms: boolean) =>
      capabilitiesOf({ adapter, settings: adapter.settings.parse({ ...twilio, mms }) })?.media;
    expect(can(true)).toContain('image');
    expect(can(false)).toBeUndefined();
  });
});
