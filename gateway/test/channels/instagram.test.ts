import { expect, test } from 'vitest';
import { instagramAdapter } from '../../src/channels/instagram/index.js';
import { conformance, hostileJson, TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';
import { graphError, metaSettings, PROOF, signedByMeta, testChallenge } from './meta-call.js';

const IG = '17841405822304914';
const PAGE = '102290129340398';
const IGSID = '1254459154682919';
const { harness, provider } = httpHarness(
  instagramAdapter,
  { accountId: IG, pageId: PAGE, ...metaSettings },
  IGSID,
);

const accepted = { status: 200, json: { recipient_id: IGSID, message_id: 'aWdf1' } };
const lastRequest = () => provider().requests.at(-1);
const lastBody = () => JSON.parse(lastRequest()?.body ?? '') as Record<string, unknown>;

const AT = 1_795_514_400_000;
const event = (...items: object[]) =>
  JSON.stringify({
    object: 'instagram',
    entry: [
      {
        id: IG,
        time: AT,
        messaging: items.map((item) => ({
          sender: { id: IGSID },
          recipient: { id: IG },
          timestamp: AT,
          ...item,
        })),
      },
    ],
  });
const inbound = {
  type: 'message' as const,
  providerId: 'aWdi1',
  from: IGSID,
  name: null,
  at: AT,
  opener: 'message' as const,
};
const ours = { sender: { id: IG }, recipient: { id: IGSID } };
const picture = {
  type: 'image' as const,
  mimeType: 'image/png',
  fileName: 'bike.png',
  bytes: 3,
  read: async () => Buffer.from('PNG'),
};

conformance('Instagram', () => harness(), {
  sends: [
    {
      title: 'a text goes by the linked Page',
      message: {},
      async check(send) {
        provider().will(accepted);
        expect(await send()).toEqual({ outcome: 'accepted', providerId: 'aWdf1' });
        expect(lastRequest()?.path).toBe(`/v23.0/${PAGE}/messages?appsecret_proof=${PROOF}`);
        expect(lastBody()).toEqual({ recipient: { id: IGSID }, message: { text: 'The fix is out 🎉' } });
      },
    },
    {
      title: 'a person’s answer after the window goes with the HUMAN_AGENT tag',
      message: { form: 'tag', tag: 'HUMAN_AGENT' },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toEqual({
          recipient: { id: IGSID },
          messaging_type: 'MESSAGE_TAG',
          tag: 'HUMAN_AGENT',
          message: { text: 'The fix is out 🎉' },
        });
      },
    },
    {
      title: 'a template that was worded for other channels goes as its text',
      message: {
        content: {
          kind: 'template',
          template: { name: 'x', language: 'en', header: null, body: 'Hi', buttons: [], variables: [] },
          variables: {},
          text: 'Hi Ada',
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({ message: { text: 'Hi Ada' } });
      },
    },
    {
      title: 'answers to press stand under the text',
      message: {
        content: {
          kind: 'text',
          text: 'How was it?',
          subject: null,
          quickReplies: [{ id: 'csat:5', title: 'Great' }],
        },
      },
      async check(send) {
        provider().will(accepted);
        await send();
        expect(lastBody()).toMatchObject({
          message: { quick_replies: [{ content_type: 'text', title: 'Great', payload: 'csat:5' }] },
        });
      },
    },
    {
      title: 'a picture goes by its address, or is handed over for Instagram first',
      message: { content: { kind: 'media', text: '', media: { ...picture, url: null } } },
      async check(send) {
        provider().will({ status: 200, json: { attachment_id: '99' } }, accepted);
        expect(await send()).toMatchObject({ outcome: 'accepted' });
        expect(provider().requests.at(-2)?.path).toContain('/message_attachments?platform=instagram');
        expect(lastBody()).toMatchObject({
          message: { attachment: { type: 'image', payload: { attachment_id: '99' } } },
        });
      },
    },
  ],
  errors: [
    ...[400, 403].map((status) => ({
      title: `the closed window is a refusal, whichever host says so (${status})`,
      provoke: () => provider().will(graphError(status, 10, 2534022)),
      outcome: 'rejected' as const,
      reason: 'window_closed',
      providerCode: '10/2534022',
    })),
    {
      title: 'a closed window without a subcode is known by its words',
      provoke: () =>
        provider().will(
          graphError(400, 10, undefined, '(#10) This message is sent outside of allowed window.'),
        ),
      outcome: 'rejected',
      reason: 'window_closed',
      providerCode: '10',
    },
    {
      title: 'a person who is gone or has blocked us cannot be reached',
      provoke: () => provider().will(graphError(400, 10, 2534014)),
      outcome: 'rejected',
      reason: 'recipient_unreachable',
      providerCode: '10/2534014',
    },
    {
      title: 'a thread that was deleted takes nothing until the customer writes',
      provoke: () => provider().will(graphError(400, 10, 2534001)),
      outcome: 'rejected',
      reason: 'thread_deleted',
      providerCode: '10/2534001',
    },
    {
      title: 'a permission that is missing is the operator’s to mend',
      provoke: () => provider().will(graphError(403, 200)),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '200',
    },
    {
      title: 'an expired token is a refusal that asks for a new one',
      provoke: () => provider().will(graphError(401, 190)),
      outcome: 'rejected',
      reason: 'credentials_refused',
      providerCode: '190',
    },
    {
      title: 'a limit of calls is waited for',
      provoke: () => provider().will(graphError(400, 80002)),
      outcome: 'retry',
      reason: 'rate_limited',
      providerCode: '80002',
      afterMs: 60_000,
    },
    {
      title: 'a passing error of Instagram’s may have taken the message',
      provoke: () => provider().will(graphError(500, 10, 1545133)),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '10/1545133',
    },
    {
      title: 'a server error without a body may have taken the message',
      provoke: () => provider().will({ status: 502, text: '<html>Bad Gateway</html>' }),
      outcome: 'unknown',
      reason: 'provider_error',
      providerCode: '502',
    },
    {
      title: 'an error that no table knows, with a server’s status, may have taken the message',
      provoke: () => provider().will(graphError(500, 999_999)),
      outcome: 'unknown',
      reason: 'provider_error',
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
        body: event({ message: { mid: 'aWdi1', text: 'Hallo?' } }),
        events: [{ ...inbound, content: { kind: 'text', text: 'Hallo?' } }],
      },
      {
        title: 'a reply to a story, and a mention in one, open as stories do',
        body: event(
          {
            message: {
              mid: 'aWdi1',
              text: 'Love it',
              reply_to: { story: { url: 'https://cdn.example/s', id: '1' } },
            },
          },
          {
            message: {
              mid: 'aWdi2',
              attachments: [{ type: 'story_mention', payload: { url: 'https://cdn.example/s' } }],
            },
          },
        ),
        events: [
          { ...inbound, opener: 'story', content: { kind: 'text', text: 'Love it' } },
          {
            ...inbound,
            providerId: 'aWdi2',
            opener: 'story',
            content: { kind: 'other', type: 'story_mention', text: null },
          },
        ],
      },
      {
        title: 'a message from an advertisement says so',
        body: event({
          message: { mid: 'aWdi1', text: 'Hi', referral: { source: 'ADS', type: 'OPEN_THREAD', ad_id: '1' } },
        }),
        events: [{ ...inbound, opener: 'ad', content: { kind: 'text', text: 'Hi' } }],
      },
      {
        title: 'a tapped icebreaker is a message of the customer’s',
        body: event({ postback: { mid: 'aWdi1', title: 'Where is my order?', payload: 'ORDER' } }),
        events: [{ ...inbound, content: { kind: 'text', text: 'Where is my order?' }, payload: 'ORDER' }],
      },
      {
        title: 'a reaction is told from a message',
        body: event({ reaction: { mid: 'aWdf1', action: 'react', reaction: 'love', emoji: '❤️' } }),
        events: [
          {
            ...inbound,
            providerId: `reaction:aWdf1:${AT}`,
            opener: 'reaction',
            content: { kind: 'other', type: 'reaction', text: '❤️' },
          },
        ],
      },
      {
        title: 'a message that was read is named',
        body: event({ read: { mid: 'aWdf1' } }),
        events: [{ type: 'status', providerId: 'aWdf1', status: 'read', at: AT, failure: null }],
      },
      {
        title: 'what a colleague writes in the Instagram app is an echo',
        body: event({ ...ours, message: { is_echo: true, mid: 'aWdf9', text: 'On it' } }),
        events: [
          { type: 'echo', providerId: 'aWdf9', to: IGSID, at: AT, content: { kind: 'text', text: 'On it' } },
        ],
      },
      {
        title: 'a message that is unsent is one to forget, whoever wrote it',
        body: event(
          { message: { mid: 'aWdi1', is_deleted: true } },
          { ...ours, message: { mid: 'aWdf1', is_echo: true, is_deleted: true } },
        ),
        events: [
          { type: 'removed', providerId: 'aWdi1', at: AT },
          { type: 'removed', providerId: 'aWdf1', at: AT },
        ],
      },
      {
        title: 'what Instagram cannot hand over still opens, and what an account sends to itself does not',
        body: event(
          { message: { mid: 'aWdi1', is_unsupported: true } },
          { sender: { id: IG }, message: { mid: 'aWdi2', text: 'note', is_self: true } },
        ),
        events: [
          { ...inbound, content: { kind: 'other', type: 'unsupported', text: null } },
          { type: 'ignored', kind: 'message.self' },
        ],
      },
      {
        title: 'comments, other accounts and other products are counted, not guessed at',
        body: JSON.stringify({
          object: 'instagram',
          entry: [
            { id: IG, changes: [{ field: 'comments', value: { id: '1', text: 'nice' } }] },
            { id: '7', messaging: [] },
          ],
        }),
        events: [
          { type: 'ignored', kind: 'comments' },
          { type: 'ignored', kind: 'other_account' },
        ],
      },
    ],
    malformed: [
      { title: 'a body that is no JSON is a payload error', body: 'object=instagram' },
      { title: 'a body without entries is a payload error', body: '{"object":"instagram"}' },
      { title: 'a reaction to nothing is a payload error', body: event({ reaction: { action: 'react' } }) },
    ],
    hostile: hostileJson(
      JSON.parse(
        event(
          { message: { mid: 'm', text: 'x', reply_to: { story: {} }, attachments: [{ type: 'share' }] } },
          { ...ours, message: { mid: 'm', is_echo: true, is_deleted: true } },
          { postback: { mid: 'm', title: 'x', payload: 'y' } },
          { reaction: { mid: 'm', action: 'react', emoji: 'x' } },
          { read: { mid: 'm' } },
        ),
      ),
    ),
  },
});

testChallenge(harness);

test('with the Instagram login the account itself sends', async () => {
  provider().will(accepted);
  const account = harness().account({ pageId: undefined, appSecretProof: false });
  await instagramAdapter.send(account, { ...TEXT, to: IGSID }, new AbortController().signal);
  expect(lastRequest()?.path).toBe(`/v23.0/${IG}/messages`);
});
