import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { whatsappAdapter } from '../../src/channels/whatsapp/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';

const SECRET = 'app-secret';
const { harness, provider } = httpHarness(
  whatsappAdapter,
  {
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
    accessToken: 'token-1',
    appSecret: SECRET,
    verifyToken: 'verify-me',
  },
  '+491701234567',
);

const accepted = {
  status: 200,
  json: {
    messaging_product: 'whatsapp',
    contacts: [{ input: '491701234567', wa_id: '491701234567' }],
    messages: [{ id: 'wamid.HBgL', message_status: 'accepted' }],
  },
};
const refused = (status: number, code: number) => ({
  status,
  json: {
    error: { message: `(#${code})`, type: 'OAuthException', code, fbtrace_id: 'x' },
  },
});
const lastBody = () => JSON.parse(provider().requests.at(-1)?.body ?? '') as Record<string, unknown>;

const change = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field,
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '4930123456', phone_number_id: '106540352242922' },
            ...value,
          },
        },
      ],
    },
  ],
});
const contacts = [{ profile: { name: 'Ada Lovelace' }, wa_id: '491701234567' }];
const message = { from: '491701234567', id: 'wamid.IN1', timestamp: '1795514400' };
const AT = 1_795_514_400_000;
const inbound = {
  type: 'message' as const,
  providerId: 'wamid.IN1',
  from: '+491701234567',
  name: 'Ada Lovelace',
  at: AT,
};
const status = { id: 'wamid.HBgL', timestamp: '1795514400', recipient_id: '491701234567' };

conformance('WhatsApp', harness, {
  sends: [
    {
      title: 'a text goes to the number as the Cloud API wants it',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'wamid.HBgL' });
        const request = provider().requests.at(-1);
        expect(request?.method).toBe('POST');
        expect(request?.path).toBe('/v23.0/106540352242922/messages');
        expect(request?.headers.authorization).toBe('Bearer token-1');
        expect(request?.headers['user-agent']).toMatch(/^\w+\/\d+\.\d+\.\d+$/);
        expect(lastBody()).toEqual({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '491701234567',
          biz_opaque_callback_data: TEXT.messageId,
          type: 'text',
          text: { body: 'The fix is out 🎉', preview_url: true },
        });
      },
    },
    {
      title: 'a template carries the values of header, body and link in the order of their numbers',
      message: {
        form: 'template',
        content: {
          kind: 'template',
          template: {
            name: 'repair_ready',
            language: 'en',
            header: 'Order {{1}}',
            body: 'Hi {{2}}, your {{1}} is ready, {{2}}.',
            buttons: [
              { type: 'quick_reply', text: 'Thanks' },
              { type: 'url', text: 'Track', url: 'https://shop.example/t/{{1}}' },
            ],
            variables: ['header.1', '2', '1', 'buttons.1.1'],
          },
          variables: { 'header.1': 'NB-1', '1': 'bike', '2': 'Ada', 'buttons.1.1': 'abc' },
          text: '',
        },
      },
      async check(send) {
        provider().will(accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(lastBody()).toMatchObject({
          type: 'template',
          template: {
            name: 'repair_ready',
            language: { code: 'en' },
            components: [
              { type: 'header', parameters: [{ type: 'text', text: 'NB-1' }] },
              {
                type: 'body',
                parameters: [
                  { type: 'text', text: 'bike' },
                  { type: 'text', text: 'Ada' },
                ],
              },
              { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'abc' }] },
            ],
          },
        });
      },
    },
    {
      title: 'a template with named variables names each value',
      message: {
        form: 'template',
        content: {
          kind: 'template',
          template: {
            name: 'hello',
            language: 'de',
            header: null,
            body: 'Hallo {{first_name}}',
            buttons: [],
            variables: ['first_name'],
          },
          variables: { first_name: 'Ada' },
          text: '',
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({
          template: {
            components: [
              { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ada' }] },
            ],
          },
        });
      },
    },
  ],
  errors: [
    {
      title: 'the closed window is a refusal that asks for a template',
      provoke: () => provider().will(refused(400, 131047)),
      outcome: 'rejected',
      reason: 'window_closed',
      providerCode: '131047',
    },
    {
      title: 'a number that is not on WhatsApp is a refusal that asks for another channel',
      provoke: () => provider().will(refused(400, 131026)),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '131026',
    },
    {
      title: 'a customer who stopped marketing is remembered as such',
      provoke: () => provider().will(refused(400, 131050)),
      outcome: 'rejected',
      reason: 'marketing_refused',
      providerCode: '131050',
      consent: 'opted_out_marketing',
    },
    {
      title: 'a template that does not exist in the language is a refusal',
      provoke: () => provider().will(refused(404, 132001)),
      outcome: 'rejected',
      reason: 'template_unusable',
      providerCode: '132001',
    },
    {
      title: 'an expired token is a refusal that asks for a new one',
      provoke: () => provider().will(refused(401, 190)),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '190',
    },
    {
      title: 'too many messages to one customer are tried again after six seconds',
      provoke: () => provider().will(refused(400, 131056)),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '131056',
      afterMs: 6_000,
    },
    {
      title: 'a Retry-After goes before our own pause',
      provoke: () => provider().will({ ...refused(429, 130429), headers: { 'retry-after': '17' } }),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '130429',
      afterMs: 17_000,
    },
    {
      title: 'a server error may have taken the message',
      provoke: () => provider().will(refused(503, 131016)),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '131016',
    },
    {
      title: 'a server error without a body may have taken the message',
      provoke: () => provider().will({ status: 502, text: '<html>Bad Gateway</html>' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '502',
    },
    {
      title: 'an acceptance without an id leaves the message unknown',
      provoke: () => provider().will({ status: 200, json: { messages: [] } }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '200',
    },
    {
      title: 'a redirect is not followed: the token would go along',
      provoke: () => provider().will({ status: 302, text: '', headers: { location: 'http://127.0.0.1:9/' } }),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '302',
    },
    {
      title: 'an error that the table does not know is a refusal with its code',
      provoke: () => provider().will(refused(400, 999999)),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '999999',
    },
  ],
  webhook: {
    request: (body) => ({
      method: 'POST',
      query: {},
      body,
      headers: {
        'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      },
    }),
    signedBy: ['x-hub-signature-256'],
    signsBody: true,
    kinds: [
      {
        title: 'a text message comes in with the name that WhatsApp knows',
        body: JSON.stringify(
          change({ contacts, messages: [{ ...message, type: 'text', text: { body: 'Hallo?' } }] }),
        ),
        events: [{ ...inbound, opener: 'message', content: { kind: 'text', text: 'Hallo?' } }],
      },
      {
        title: 'a pressed button is a text',
        body: JSON.stringify(
          change({ contacts, messages: [{ ...message, type: 'button', button: { text: 'Great' } }] }),
        ),
        events: [{ ...inbound, opener: 'message', content: { kind: 'text', text: 'Great' } }],
      },
      {
        title: 'a picture keeps its caption',
        body: JSON.stringify(
          change({
            contacts,
            messages: [{ ...message, type: 'image', image: { id: '1', caption: 'broken' } }],
          }),
        ),
        events: [
          { ...inbound, opener: 'message', content: { kind: 'other', type: 'image', text: 'broken' } },
        ],
      },
      {
        title: 'a message that came from an advertisement says so',
        body: JSON.stringify(
          change({
            contacts,
            messages: [
              {
                ...message,
                type: 'text',
                text: { body: 'Hi' },
                referral: { source_type: 'ad', source_id: '1' },
              },
            ],
          }),
        ),
        events: [{ ...inbound, opener: 'ad', content: { kind: 'text', text: 'Hi' } }],
      },
      {
        title: 'a reaction is told from a message',
        body: JSON.stringify(
          change({
            contacts,
            messages: [{ ...message, type: 'reaction', reaction: { message_id: 'wamid.HBgL', emoji: '👍' } }],
          }),
        ),
        events: [
          { ...inbound, opener: 'reaction', content: { kind: 'other', type: 'reaction', text: '👍' } },
        ],
      },
      {
        title: 'a call that comes in opens the window as a message does',
        body: JSON.stringify(
          change(
            {
              contacts,
              calls: [{ ...message, to: '4930123456', event: 'connect', direction: 'USER_INITIATED' }],
            },
            'calls',
          ),
        ),
        events: [{ ...inbound, opener: 'call', content: { kind: 'other', type: 'call', text: null } }],
      },
      {
        title: 'a call of ours opens nothing',
        body: JSON.stringify(
          change({ calls: [{ ...message, event: 'connect', direction: 'BUSINESS_INITIATED' }] }, 'calls'),
        ),
        events: [{ type: 'ignored', kind: 'call.connect' }],
      },
      {
        title: 'sent, delivered and read follow a message by its id and by ours',
        body: JSON.stringify(
          change({
            statuses: ['sent', 'delivered', 'read'].map((word) => ({
              ...status,
              status: word,
              biz_opaque_callback_data: TEXT.messageId,
            })),
          }),
        ),
        events: (['sent', 'delivered', 'read'] as const).map((word) => ({
          type: 'status',
          providerId: 'wamid.HBgL',
          messageId: TEXT.messageId,
          status: word,
          at: AT,
          failure: null,
        })),
      },
      {
        title: 'a failure that is reported late has the same words as one at once',
        body: JSON.stringify(
          change({ statuses: [{ ...status, status: 'failed', errors: [{ code: 131050, title: 'x' }] }] }),
        ),
        events: [
          {
            type: 'status',
            providerId: 'wamid.HBgL',
            messageId: null,
            status: 'failed',
            at: AT,
            failure: {
              reason: 'marketing_refused',
              message: 'The customer stopped marketing messages from us.',
              remedy: 'Send no marketing; a support message may still go.',
              retriable: false,
              providerCode: '131050',
            },
          },
          { type: 'consent', from: '+491701234567', change: 'opted_out_marketing', at: AT },
        ],
      },
      {
        title: 'a customer who stops or resumes marketing is heard',
        body: JSON.stringify(
          change(
            {
              user_preferences: ['stop', 'resume'].map((value) => ({
                wa_id: '491701234567',
                category: 'marketing_messages',
                value,
                timestamp: 1_795_514_400,
              })),
            },
            'user_preferences',
          ),
        ),
        events: [
          { type: 'consent', from: '+491701234567', change: 'opted_out_marketing', at: AT },
          { type: 'consent', from: '+491701234567', change: 'opted_in_marketing', at: AT },
        ],
      },
      {
        title: 'what was written to another number of the same app is not ours',
        body: JSON.stringify({
          object: 'whatsapp_business_account',
          entry: [
            {
              changes: [
                {
                  field: 'messages',
                  value: {
                    metadata: { phone_number_id: '7' },
                    messages: [{ ...message, type: 'text', text: { body: 'x' } }],
                  },
                },
              ],
            },
          ],
        }),
        events: [{ type: 'ignored', kind: 'other_phone_number' }],
      },
      {
        title: 'news of other kinds are counted, not guessed at',
        body: JSON.stringify(change({ event: 'APPROVED' }, 'message_template_status_update')),
        events: [{ type: 'ignored', kind: 'message_template_status_update' }],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: '{"entry": [' },
      { title: 'a body without entries is a payload error', body: '{"object":"whatsapp_business_account"}' },
      {
        title: 'a message without a time is a payload error',
        body: JSON.stringify(change({ messages: [{ from: '1', id: 'x', type: 'text' }] })),
      },
    ],
    hostile: hostileJson(
      change({
        contacts,
        messages: [{ ...message, type: 'text', text: { body: 'x' } }],
        statuses: [{ ...status, status: 'failed', errors: [{ code: 131026 }] }],
      }),
    ),
  },
});

test('Meta gets its challenge back when it knows the verify token', () => {
  const challenge = (token: string) =>
    harness().adapter.webhook?.challenge?.(harness().account(), {
      method: 'GET',
      headers: {},
      query: { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1158201444' },
      body: Buffer.alloc(0),
    });
  expect(challenge('verify-me')).toEqual({ status: 200, body: '1158201444', contentType: 'text/plain' });
  expect(challenge('guessed')).toMatchObject({ status: 403 });
});

test('templates are listed over all pages, with their variables’ examples', async () => {
  const template = (id: string, components: object[], status = 'APPROVED') => ({
    id,
    name: `template_${id}`,
    language: 'en',
    status,
    category: 'UTILITY',
    components,
  });
  const body = { type: 'BODY', text: 'Hi {{1}}', example: { body_text: [['Ada']] } };
  provider().will(
    {
      status: 200,
      json: {
        data: [
          template('1', [
            { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['NB-1'] } },
            body,
            { type: 'FOOTER', text: 'Nordlicht' },
            { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track', url: 'https://x.example/{{1}}' }] },
          ]),
          template('2', [{ type: 'HEADER', format: 'IMAGE' }, body]),
        ],
        paging: { cursors: { before: 'a', after: 'b' }, next: 'https://graph.facebook.com/next' },
      },
    },
    { status: 200, json: { data: [template('3', [body], 'PAUSED')], paging: { cursors: { after: 'c' } } } },
  );
  const listed = await harness().adapter.listTemplates?.(harness().account(), new AbortController().signal);
  expect(listed?.map(({ name, status }) => [name, status])).toEqual([
    ['template_1', 'approved'],
    ['template_3', 'paused'],
  ]);
  expect(listed?.[0]).toMatchObject({
    header: 'Order {{1}}',
    footer: 'Nordlicht',
    buttons: [{ type: 'url', text: 'Track', url: 'https://x.example/{{1}}' }],
    examples: { 'header.1': 'NB-1', '1': 'Ada' },
  });
  expect(provider().requests.at(-1)?.path).toContain('after=b');
});

test('templates that cannot be listed say why', async () => {
  provider().will(refused(401, 190));
  await expect(
    harness().adapter.listTemplates?.(harness().account(), new AbortController().signal),
  ).rejects.toThrow('The access token has expired. Renew the access token of this account.');
});
