import { expect, test } from 'vitest';
import { messengerAdapter } from '../../src/channels/messenger/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';
import { graphError, metaSettings, PROOF, signedByMeta, testChallenge } from './meta-call.js';

const PAGE = '102290129340398';
const PSID = '25381719828140932';
const { harness, provider } = httpHarness(messengerAdapter, { pageId: PAGE, ...metaSettings }, PSID);

const accepted = { status: 200, json: { recipient_id: PSID, message_id: 'm_1' } };
const lastRequest = () => provider().requests.at(-1);
const lastBody = () => JSON.parse(lastRequest()?.body ?? '') as Record<string, unknown>;

const AT = 1_795_514_400_000;
const event = (...items: object[]) =>
  JSON.stringify({
    object: 'page',
    entry: [
      {
        id: PAGE,
        time: AT,
        messaging: items.map((item) => ({
          sender: { id: PSID },
          recipient: { id: PAGE },
          timestamp: AT,
          ...item,
        })),
      },
    ],
  });
const inbound = {
  type: 'message' as const,
  providerId: 'm_in',
  from: PSID,
  name: null,
  at: AT,
  opener: 'message' as const,
};
const ours = { sender: { id: PAGE }, recipient: { id: PSID } };
const template = {
  name: 'order_update',
  language: 'en',
  header: 'Order {{1}}',
  body: 'Hi {{1}}, it is {{2}}.',
  buttons: [{ type: 'url' as const, text: 'Track', url: 'https://shop.example/{{1}}' }],
  variables: ['header.1', '1', '2', 'buttons.0.1'],
};
const file = {
  type: 'document' as const,
  mimeType: 'application/pdf',
  fileName: 'invoice.pdf',
  bytes: 8,
  read: async () => Buffer.from('%PDF-1.7'),
};

conformance('Messenger', () => harness(), {
  sends: [
    {
      title: 'a text within the window is a response, and carries our id for its echo',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'm_1' });
        expect(lastRequest()).toMatchObject({
          method: 'POST',
          path: `/v23.0/${PAGE}/messages?appsecret_proof=${PROOF}`,
          headers: { authorization: 'Bearer token-1' },
        });
        expect(lastBody()).toEqual({
          recipient: { id: PSID },
          messaging_type: 'RESPONSE',
          message: { text: 'The fix is out 🎉', metadata: TEXT.messageId },
        });
      },
    },
    {
      title: 'a person’s answer after the window goes with the HUMAN_AGENT tag',
      message: { form: 'tag', tag: 'HUMAN_AGENT' },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
      },
    },
    {
      title: 'a utility template carries the values of header, body and link',
      message: {
        form: 'utility_template',
        content: {
          kind: 'template',
          template,
          variables: { 'header.1': 'NB-1', '1': 'Ada', '2': 'ready', 'buttons.0.1': 'abc' },
          text: '',
        },
      },
      async check(send) {
        provider().will(accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(lastBody()).toEqual({
          recipient: { id: PSID },
          messaging_type: 'UTILITY',
          message: {
            template: {
              name: 'order_update',
              language: { code: 'en' },
              components: [
                { type: 'header', parameters: [{ type: 'text', text: 'NB-1' }] },
                {
                  type: 'body',
                  parameters: [
                    { type: 'text', text: 'Ada' },
                    { type: 'text', text: 'ready' },
                  ],
                },
                { type: 'buttons', parameters: [{ type: 'URL', url: 'abc' }] },
              ],
            },
            metadata: TEXT.messageId,
          },
        });
      },
    },
    {
      title: 'answers to press stand under the text',
      message: {
        content: {
          kind: 'text',
          text: 'How was it?',
          subject: null,
          quickReplies: [
            { id: 'csat:5', title: 'Great' },
            { id: 'csat:1', title: 'Bad' },
          ],
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({
          message: {
            text: 'How was it?',
            quick_replies: [
              { content_type: 'text', title: 'Great', payload: 'csat:5' },
              { content_type: 'text', title: 'Bad', payload: 'csat:1' },
            ],
          },
        });
      },
    },
    {
      title: 'a file goes by its address where it has one',
      message: {
        content: { kind: 'media', text: '', media: { ...file, url: 'https://files.example/invoice.pdf' } },
      },
      async check(send) {
        provider().will(accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(lastBody()).toMatchObject({
          message: { attachment: { type: 'file', payload: { url: 'https://files.example/invoice.pdf' } } },
        });
      },
    },
    {
      title: 'a file without an address is handed over first',
      message: { content: { kind: 'media', text: '', media: { ...file, url: null } } },
      async check(send) {
        provider().will({ status: 200, json: { attachment_id: '99' } }, accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        const upload = provider().requests.at(-2);
        expect(upload?.path).toContain(`/${PAGE}/message_attachments?`);
        expect(upload?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
        expect(upload?.body).toContain('filename="invoice.pdf"');
        expect(upload?.body).toContain('%PDF-1.7');
        expect(lastBody()).toMatchObject({
          message: { attachment: { type: 'file', payload: { attachment_id: '99' } } },
        });
      },
    },
    {
      title: 'a file that could not be handed over leaves nothing sent, so it may be tried again',
      message: { content: { kind: 'media', text: '', media: { ...file, url: null } } },
      async check(send) {
        provider().will({ status: 503, text: 'busy' });
        expect(await send()).toMatchObject({ outcome: 'retry', failure: { providerCode: '503' } });
        provider().will('cut');
        expect(await send()).toMatchObject({ outcome: 'retry' });
      },
    },
    {
      title: 'a file with words beside it is refused before anything leaves',
      message: { content: { kind: 'media', text: 'Look', media: { ...file, url: null } } },
      async check(send) {
        const before = provider().requests.length;
        expect(await send()).toMatchObject({ outcome: 'rejected', failure: { reason: 'content_refused' } });
        expect(provider().requests).toHaveLength(before);
      },
    },
  ],
  errors: [
    ...[2018278, 2018065].map((subcode) => ({
      title: `the closed window is a refusal (${subcode})`,
      provoke: () =>
        provider().will(
          graphError(400, 10, subcode, '(#10) This message is sent outside of allowed window.'),
        ),
      outcome: 'rejected' as const,
      reason: 'window_closed',
      providerCode: `10/${subcode}`,
    })),
    {
      title: 'a permission that is missing is the operator’s to mend',
      provoke: () => provider().will(graphError(403, 10, 2018300, '(#10) Requires pages_messaging')),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '10/2018300',
    },
    {
      title: 'a Page that Meta restricts is a refusal of its own',
      provoke: () => provider().will(graphError(400, 10, 1893063)),
      outcome: 'rejected',
      reason: 'account_restricted',
      providerCode: '10/1893063',
    },
    {
      title: 'a tag that no longer exists is a refused request',
      provoke: () => provider().will(graphError(400, 100, 1893061, 'Invalid parameter')),
      outcome: 'rejected',
      reason: 'request_refused',
      providerCode: '100/1893061',
    },
    {
      title: 'a person whom the Page does not know cannot be reached',
      provoke: () => provider().will(graphError(400, 100, 2018001, '(#100) No matching user found')),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '100/2018001',
    },
    {
      title: 'a person who is not available cannot be reached',
      provoke: () => provider().will(graphError(400, 551, 1545041)),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '551/1545041',
    },
    {
      title: 'an expired token is a refusal that asks for a new one',
      provoke: () => provider().will(graphError(401, 190, 463)),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '190/463',
    },
    ...[4, 32, 613, 80006].map((code) => ({
      title: `a limit of calls is waited for (${code})`,
      provoke: () => provider().will(graphError(400, code)),
      outcome: 'retry' as const,
      reason: 'rate_limited',
      providerCode: String(code),
      afterMs: 60_000,
    })),
    {
      title: 'a Retry-After goes before our own pause',
      provoke: () => provider().will({ ...graphError(429, 613), headers: { 'retry-after': '17' } }),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '613',
      afterMs: 17_000,
    },
    {
      title: 'an unexpected error of Meta’s may have taken the message',
      provoke: () => provider().will(graphError(500, 2)),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '2',
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
      provoke: () => provider().will({ status: 200, json: { recipient_id: PSID } }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '200',
    },
    {
      title: 'an error that no table knows is a refusal with its code',
      provoke: () => provider().will(graphError(400, 999_999)),
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
        title: 'a text comes in',
        body: event({ message: { mid: 'm_in', text: 'Hallo?' } }),
        events: [{ ...inbound, content: { kind: 'text', text: 'Hallo?' } }],
      },
      {
        title: 'an answer to one of our messages names it, and a pressed answer carries its payload',
        body: event({
          message: {
            mid: 'm_in',
            text: 'Great',
            quick_reply: { payload: 'csat:5' },
            reply_to: { mid: 'm_1' },
          },
        }),
        events: [
          { ...inbound, content: { kind: 'text', text: 'Great' }, payload: 'csat:5', inReplyTo: 'm_1' },
        ],
      },
      {
        title: 'a file keeps its kind',
        body: event({
          message: {
            mid: 'm_in',
            attachments: [{ type: 'image', payload: { url: 'https://cdn.example/1' } }],
          },
        }),
        events: [{ ...inbound, content: { kind: 'other', type: 'image', text: null } }],
      },
      {
        title: 'a message that came from an advertisement says so',
        body: event({
          message: {
            mid: 'm_in',
            text: 'Hi',
            referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: '6045246247433' },
          },
        }),
        events: [{ ...inbound, opener: 'ad', content: { kind: 'text', text: 'Hi' } }],
      },
      {
        title: 'a pressed button opens as a menu does, and one behind an advertisement as that',
        body: event(
          { postback: { mid: 'm_in', title: 'Get Started', payload: 'START' } },
          {
            postback: {
              mid: 'm_2',
              title: 'Get Started',
              payload: 'START',
              referral: { source: 'ADS', type: 'OPEN_THREAD' },
            },
          },
        ),
        events: [
          {
            ...inbound,
            opener: 'menu',
            content: { kind: 'text', text: 'Get Started' },
            payload: 'START',
          },
          {
            ...inbound,
            providerId: 'm_2',
            opener: 'ad',
            content: { kind: 'text', text: 'Get Started' },
            payload: 'START',
          },
        ],
      },
      {
        title: 'a link into a conversation that exists opens as a code does, and an advertisement as that',
        body: event(
          { referral: { ref: 'flyer', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
          { timestamp: AT + 1, referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: '1' } },
        ),
        events: [
          {
            ...inbound,
            providerId: `referral:${PSID}:${AT}`,
            opener: 'qr',
            content: { kind: 'other', type: 'referral', text: null },
          },
          {
            ...inbound,
            providerId: `referral:${PSID}:${AT + 1}`,
            at: AT + 1,
            opener: 'ad',
            content: { kind: 'other', type: 'referral', text: null },
          },
        ],
      },
      {
        title: 'a reaction is told from a message, and one that is taken away is none',
        body: event(
          { reaction: { mid: 'm_1', action: 'react', reaction: 'love', emoji: '❤️' } },
          { reaction: { mid: 'm_1', action: 'unreact' } },
        ),
        events: [
          {
            ...inbound,
            providerId: `reaction:m_1:${AT}`,
            opener: 'reaction',
            content: { kind: 'other', type: 'reaction', text: '❤️' },
          },
          { type: 'ignored', kind: 'messaging.reaction' },
        ],
      },
      {
        title: 'what was delivered is named, and what was read is everything up to an instant',
        body: event(
          { timestamp: undefined, delivery: { mids: ['m_1', 'm_2'], watermark: AT } },
          { delivery: { watermark: AT - 5 } },
          { read: { watermark: AT - 5 } },
        ),
        events: [
          { type: 'status', providerId: 'm_1', status: 'delivered', at: AT, failure: null },
          { type: 'status', providerId: 'm_2', status: 'delivered', at: AT, failure: null },
          { type: 'receipt', from: PSID, status: 'delivered', upTo: AT - 5, at: AT },
          { type: 'receipt', from: PSID, status: 'read', upTo: AT - 5, at: AT },
        ],
      },
      {
        title: 'what a colleague writes in the Page’s own inbox is an echo',
        body: event({
          ...ours,
          message: { is_echo: true, app_id: 263_902_037_430_900, mid: 'm_9', text: 'On it' },
        }),
        events: [
          { type: 'echo', providerId: 'm_9', to: PSID, at: AT, content: { kind: 'text', text: 'On it' } },
        ],
      },
      {
        title: 'the echo of a message of ours says that it was sent',
        body: event({
          ...ours,
          message: { is_echo: true, mid: 'm_9', text: 'x', metadata: TEXT.messageId },
        }),
        events: [
          {
            type: 'status',
            providerId: 'm_9',
            messageId: TEXT.messageId,
            status: 'sent',
            at: AT,
            failure: null,
          },
        ],
      },
      {
        title: 'a message that is taken back is one to forget',
        body: event({ message: { mid: 'm_in', is_deleted: true } }),
        events: [{ type: 'removed', providerId: 'm_in', at: AT }],
      },
      {
        title: 'a customer who stops or resumes marketing is heard',
        body: event(
          {
            optin: {
              type: 'notification_messages',
              notification_messages_status: 'STOP_NOTIFICATIONS',
            },
          },
          { optin: { type: 'notification_messages' } },
        ),
        events: [
          { type: 'consent', from: PSID, change: 'opted_out_marketing', at: AT },
          { type: 'consent', from: PSID, change: 'opted_in_marketing', at: AT },
        ],
      },
      {
        title: 'what is written while another app leads the conversation counts all the same',
        body: event({ message: { mid: 'm_in', text: 'Hi' } }).replace('"messaging"', '"standby"'),
        events: [{ ...inbound, content: { kind: 'text', text: 'Hi' } }],
      },
      {
        title: 'a template that is paused, and one that is only warned about',
        body: JSON.stringify({
          object: 'page',
          entry: [
            {
              id: PAGE,
              time: AT / 1000,
              changes: ['PAUSED', 'FLAGGED'].map((word) => ({
                field: 'message_template_status_update',
                value: {
                  event: word,
                  message_template_id: 1_689_556_908_129_832,
                  message_template_name: 'order_update',
                  message_template_language: 'en',
                  reason: 'NONE',
                },
              })),
            },
          ],
        }),
        events: (['paused', null] as const).map((status) => ({
          type: 'template',
          providerId: '1689556908129832',
          name: 'order_update',
          language: 'en',
          status,
          category: null,
        })),
      },
      {
        title: 'what another Page or another product of the app hears is not ours',
        body: JSON.stringify({
          object: 'page',
          entry: [
            { id: '7', messaging: [{ sender: { id: PSID } }] },
            { id: PAGE, changes: [{ field: 'feed', value: {} }] },
          ],
        }),
        events: [
          { type: 'ignored', kind: 'other_account' },
          { type: 'ignored', kind: 'feed' },
        ],
      },
      {
        title: 'news of other kinds are counted, not guessed at',
        body: event({ pass_thread_control: { new_owner_app_id: '1' } }),
        events: [{ type: 'ignored', kind: 'messaging.pass_thread_control' }],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: '{"entry": [' },
      { title: 'a body without entries is a payload error', body: '{"object":"page"}' },
      {
        title: 'a message without an id is a payload error',
        body: event({ message: { text: 'x' } }),
      },
    ],
    hostile: hostileJson(
      JSON.parse(
        event(
          {
            message: { mid: 'm', text: 'x', quick_reply: { payload: 'p' }, attachments: [{ type: 'image' }] },
          },
          { ...ours, message: { mid: 'm', is_echo: true, metadata: TEXT.messageId } },
          { postback: { mid: 'm', title: 'x', payload: 'y', referral: { source: 'ADS' } } },
          { reaction: { mid: 'm', action: 'react', emoji: 'x' } },
          { read: { watermark: AT } },
          { delivery: { mids: ['m'], watermark: AT } },
          { optin: { type: 'notification_messages', notification_messages_status: 'STOP_NOTIFICATIONS' } },
        ),
      ),
    ),
  },
});

testChallenge(harness);

test('a token that the app secret does not belong to is used without a proof', async () => {
  provider().will(accepted);
  await messengerAdapter.send(
    harness().account({ appSecretProof: false }),
    { ...TEXT, to: PSID },
    new AbortController().signal,
  );
  expect(lastRequest()?.path).toBe(`/v23.0/${PAGE}/messages`);
});

test('the Page’s utility templates are listed', async () => {
  provider().will({
    status: 200,
    json: {
      data: [
        {
          id: '1',
          name: 'order_update',
          language: 'en',
          status: 'APPROVED',
          category: 'UTILITY',
          components: [
            { type: 'BODY', text: 'Hi {{1}}', example: { body_text: [['Ada']] } },
            { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Track', payload: 'x' }] },
          ],
        },
      ],
    },
  });
  const listed = await messengerAdapter.listTemplates?.(harness().account(), new AbortController().signal);
  expect(listed).toMatchObject([
    {
      providerId: '1',
      category: 'utility',
      status: 'approved',
      body: 'Hi {{1}}',
      buttons: [{ type: 'quick_reply', text: 'Track' }],
      examples: { '1': 'Ada' },
    },
  ]);
  expect(lastRequest()?.path).toContain(`/v23.0/${PAGE}/message_templates?`);
});
