import { expect, test } from 'vitest';
import type { SendOutcome } from '../../src/channels/adapter.js';
import { whatsappAdapter } from '../../src/channels/whatsapp/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';
import { graphError, metaSettings, PROOF, signedByMeta, testChallenge } from './meta-call.js';
import { WHATSAPP_MESSAGES } from './whatsapp-messages.js';

const { harness, provider } = httpHarness(
  whatsappAdapter,
  {
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
    ...metaSettings,
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
const refused = (status: number, code: number) => graphError(status, code);
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

const news = {
  message_template_id: '1689556908129832',
  message_template_name: 'repair_ready',
  message_template_language: 'en',
};
const changed = {
  type: 'template' as const,
  providerId: '1689556908129832',
  name: 'repair_ready',
  language: 'en',
};
const file = {
  type: 'image' as const,
  mimeType: 'image/png',
  fileName: 'bike.png',
  url: null,
  bytes: 3,
  read: async () => Buffer.from('PNG'),
};

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
        expect(request?.path).toBe(`/v23.0/106540352242922/messages?appsecret_proof=${PROOF}`);
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
    ...WHATSAPP_MESSAGES.map(({ title, message, body }) => ({
      title: `${title} goes as the Cloud API wants it`,
      message,
      async check(send: () => Promise<SendOutcome>) {
        provider().will(accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(lastBody()).toEqual({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '491701234567',
          biz_opaque_callback_data: TEXT.messageId,
          ...body,
        });
      },
    })),
    {
      title: 'a customer who hides the number is written to by id',
      message: { to: 'DE.13491208655302741918' },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({ recipient: 'DE.13491208655302741918' });
        expect(lastBody()).not.toHaveProperty('to');
      },
    },
    {
      title: 'a file without an address is handed over first',
      message: { content: { kind: 'media', text: 'Ready!', media: file } },
      async check(send) {
        provider().will({ status: 200, json: { id: '99' } }, accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        const upload = provider().requests.at(-2);
        expect(upload?.path).toMatch(/^\/v23\.0\/106540352242922\/media\?/);
        expect(upload?.body).toContain('filename="bike.png"');
        expect(upload?.body).toContain('name="messaging_product"');
        expect(lastBody()).toMatchObject({ type: 'image', image: { id: '99', caption: 'Ready!' } });
      },
    },
    {
      title: 'a file that Meta does not take is a refusal, and one that got stuck may be tried again',
      message: { content: { kind: 'media', text: '', media: file } },
      async check(send) {
        provider().will(refused(400, 131053));
        expect(await send()).toMatchObject({
          outcome: 'rejected',
          failure: { reason: 'attachment_refused' },
        });
        provider().will('cut');
        expect(await send()).toMatchObject({ outcome: 'retry', failure: { reason: 'no_answer' } });
      },
    },
    {
      title: 'more answers than a list holds are refused before anything leaves',
      message: {
        content: {
          kind: 'text',
          text: 'Which?',
          subject: null,
          quickReplies: Array.from({ length: 11 }, (_, index) => ({ id: `${index}`, title: `${index}` })),
        },
      },
      async check(send) {
        const before = provider().requests.length;
        expect(await send()).toMatchObject({ outcome: 'rejected', failure: { reason: 'content_refused' } });
        expect(provider().requests).toHaveLength(before);
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
      reason: 'opted_out',
      providerCode: '131050',
      consent: 'opted_out_marketing',
    },
    {
      title: 'marketing that a customer had enough of is refused for now',
      provoke: () => provider().will(refused(400, 131049)),
      outcome: 'rejected',
      reason: 'marketing_refused',
      providerCode: '131049',
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
    request: signedByMeta,
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
              reason: 'opted_out',
              message: 'The customer stopped marketing from this business.',
              remedy: 'Send no more marketing; support messages may still go.',
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
        body: JSON.stringify(change({ event: 'FLAGGED' }, 'phone_number_quality_update')),
        events: [{ type: 'ignored', kind: 'phone_number_quality_update' }],
      },
      {
        title: 'a pressed answer carries the id that it was given, and names the question',
        body: JSON.stringify(
          change({
            contacts,
            messages: ['button_reply', 'list_reply'].map((type) => ({
              ...message,
              context: { from: '4930123456', id: 'wamid.HBgL' },
              type: 'interactive',
              interactive: { type, [type]: { id: 'csat:5', title: 'Great' } },
            })),
          }),
        ),
        events: Array.from({ length: 2 }, () => ({
          ...inbound,
          opener: 'message',
          content: { kind: 'text', text: 'Great' },
          payload: 'csat:5',
          inReplyTo: 'wamid.HBgL',
        })),
      },
      {
        title:
          'a customer who shows number and user id is known by both, and by the id where the number is hidden',
        body: JSON.stringify(
          change({
            contacts: [{ profile: { name: 'Ada Lovelace' }, user_id: 'DE.42' }],
            messages: [
              { ...message, from_user_id: 'DE.42', type: 'text', text: { body: 'a' } },
              { ...message, from: undefined, from_user_id: 'DE.42', type: 'text', text: { body: 'b' } },
            ],
          }),
        ),
        events: [
          { ...inbound, alias: 'DE.42', name: null, opener: 'message', content: { kind: 'text', text: 'a' } },
          { ...inbound, from: 'DE.42', opener: 'message', content: { kind: 'text', text: 'b' } },
        ],
      },
      {
        title: 'a customer with a new number, or a new user id, is followed there',
        body: JSON.stringify(
          change({
            messages: [
              {
                ...message,
                type: 'system',
                system: {
                  body: 'User changed',
                  type: 'user_changed_number',
                  wa_id: '491705555555',
                  user_id: 'DE.43',
                },
              },
              { ...message, type: 'system', system: { type: 'user_changed_user_id', user_id: 'DE.43' } },
            ],
            user_id_update: [{ user_id: { previous: 'DE.42', current: 'DE.43' }, timestamp: 1_795_514_400 }],
          }),
        ),
        events: [
          { type: 'address', from: '+491701234567', to: '+491705555555', alias: 'DE.43', at: AT },
          { type: 'ignored', kind: 'message.system.user_changed_user_id' },
          { type: 'address', from: 'DE.42', to: 'DE.43', at: AT },
        ],
      },
      {
        title: 'what is written in the WhatsApp Business app on our number is an echo',
        body: JSON.stringify(
          change(
            {
              message_echoes: [
                { ...message, from: '4930123456', to: '491701234567', type: 'text', text: { body: 'On it' } },
              ],
            },
            'smb_message_echoes',
          ),
        ),
        events: [
          {
            type: 'echo',
            providerId: 'wamid.IN1',
            to: '+491701234567',
            at: AT,
            content: { kind: 'text', text: 'On it' },
          },
        ],
      },
      {
        title: 'a message that is deleted for everyone is one to forget',
        body: JSON.stringify(
          change({
            messages: [{ ...message, type: 'revoke', revoke: { original_message_id: 'wamid.IN0' } }],
          }),
        ),
        events: [{ type: 'removed', providerId: 'wamid.IN0', at: AT }],
      },
      {
        title: 'what is written in a group opens no window',
        body: JSON.stringify(
          change({
            contacts,
            messages: [{ ...message, group_id: 'g1', type: 'text', text: { body: 'Hi all' } }],
          }),
        ),
        events: [{ type: 'ignored', kind: 'message.text' }],
      },
      {
        title: 'a status says what the message costs, and how long an advertisement makes answers free',
        body: JSON.stringify(
          change({
            statuses: [
              {
                ...status,
                status: 'sent',
                conversation: {
                  id: 'c1',
                  expiration_timestamp: '1795773600',
                  origin: { type: 'referral_conversion' },
                },
                pricing: {
                  billable: false,
                  pricing_model: 'PMP',
                  category: 'referral_conversion',
                  type: 'free_entry_point',
                },
              },
              {
                ...status,
                status: 'delivered',
                pricing: { pricing_model: 'PMP', category: 'utility', type: 'regular' },
              },
            ],
          }),
        ),
        events: [
          {
            type: 'status',
            providerId: 'wamid.HBgL',
            messageId: null,
            status: 'sent',
            at: AT,
            failure: null,
            price: { billable: false, category: 'referral_conversion' },
            freeEntryPointUntil: 1_795_773_600_000,
          },
          {
            type: 'status',
            providerId: 'wamid.HBgL',
            messageId: null,
            status: 'delivered',
            at: AT,
            failure: null,
            price: { billable: true, category: 'utility' },
          },
        ],
      },
      {
        title: 'a template that is paused or put into a dearer category is no longer what it was',
        body: JSON.stringify({
          object: 'whatsapp_business_account',
          entry: [
            {
              id: '102290129340398',
              changes: [
                { field: 'message_template_status_update', value: { event: 'PAUSED', ...news } },
                {
                  field: 'template_category_update',
                  value: { ...news, previous_category: 'UTILITY', new_category: 'MARKETING' },
                },
                { field: 'template_category_update', value: { ...news, correct_category: 'MARKETING' } },
              ],
            },
            {
              id: '7',
              changes: [{ field: 'message_template_status_update', value: { event: 'PAUSED', ...news } }],
            },
          ],
        }),
        events: [
          { ...changed, status: 'paused', category: null },
          { ...changed, status: null, category: 'marketing' },
          { type: 'ignored', kind: 'template_category_update' },
          { type: 'ignored', kind: 'other_account' },
        ],
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
        message_echoes: [{ ...message, to: '491701234567', type: 'text', text: { body: 'x' } }],
        statuses: [
          {
            ...status,
            status: 'failed',
            errors: [{ code: 131026 }],
            conversation: { expiration_timestamp: '1', origin: { type: 'referral_conversion' } },
            pricing: { billable: true, category: 'utility' },
          },
        ],
        calls: [{ ...message, event: 'connect' }],
        user_preferences: [
          { wa_id: '1', category: 'marketing_messages', value: 'stop', timestamp: 1_795_514_400 },
        ],
        user_id_update: [{ user_id: { previous: 'a', current: 'b' }, timestamp: 1_795_514_400 }],
      }),
    ),
  },
});

testChallenge(harness);

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
          template('2', [
            { type: 'HEADER', format: 'IMAGE' },
            body,
            {
              type: 'BUTTONS',
              buttons: [
                { type: 'COPY_CODE', text: 'Copy', example: ['BIKE25'] },
                { type: 'FLOW', text: 'Book', flow_id: 1 },
                { type: 'OTP', text: 'Copy code', otp_type: 'COPY_CODE' },
              ],
            },
          ]),
          template('4', [{ type: 'HEADER', format: 'HOLOGRAM' }, body]),
        ],
        paging: { cursors: { before: 'a', after: 'b' }, next: 'https://graph.facebook.com/next' },
      },
    },
    { status: 200, json: { data: [template('3', [body], 'PAUSED')], paging: { cursors: { after: 'c' } } } },
  );
  const listed = await harness().adapter.listTemplates?.(harness().account(), new AbortController().signal);
  expect(listed?.map(({ name, status }) => [name, status])).toEqual([
    ['template_1', 'approved'],
    ['template_2', 'approved'],
    ['template_3', 'paused'],
  ]);
  expect(listed?.[0]).toMatchObject({
    header: 'Order {{1}}',
    footer: 'Nordlicht',
    buttons: [{ type: 'url', text: 'Track', url: 'https://x.example/{{1}}' }],
    examples: { 'header.1': 'NB-1', '1': 'Ada' },
  });
  expect(listed?.[1]).toMatchObject({
    headerFormat: 'image',
    header: null,
    buttons: [{ type: 'copy_code' }, { type: 'flow' }, { type: 'otp' }],
    examples: { '1': 'Ada', 'buttons.0.1': 'BIKE25' },
  });
  expect(provider().requests.at(-1)?.path).toContain('after=b');
});

test('templates that cannot be listed say why', async () => {
  provider().will(refused(401, 190));
  await expect(
    harness().adapter.listTemplates?.(harness().account(), new AbortController().signal),
  ).rejects.toThrow(
    'WhatsApp does not accept our access data. The operator must renew the access of this account.',
  );
});
