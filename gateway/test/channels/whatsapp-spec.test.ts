import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelEvent } from '../../src/channels/adapter.js';
import { whatsappAdapter } from '../../src/channels/whatsapp/index.js';
import { hasSpec, readSpec, type SpecServer, specServer } from '../support/provider-spec.js';
import { TEXT } from './conformance.js';
import { httpHarness } from './http-harness.js';
import { metaSettings, signedByMeta } from './meta-call.js';
import { WHATSAPP_MESSAGES } from './whatsapp-messages.js';

const SPEC = 'meta-business-messaging-v23.yaml';
const NUMBER = '106540352242922';
const settings = { phoneNumberId: NUMBER, businessAccountId: '419561257915477', ...metaSettings };
const { harness, provider } = httpHarness(whatsappAdapter, settings, '+491701234567');
const never = new AbortController().signal;

type Json = Readonly<Record<string, unknown>>;

/**
 * What Meta documents and its OpenAPI document of 2025-11 lacks. Each is taken out before the document judges the
 * rest, and a test below fails once the document knows it.
 */
const LACKS: readonly { readonly what: string; readonly page: string; without(body: Json): Json }[] = [
  {
    what: 'biz_opaque_callback_data',
    page: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api',
    without: ({ biz_opaque_callback_data: _, ...body }) => body,
  },
  {
    what: 'buttons that copy a code or open a form',
    page: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components#buttons',
    without: (body) =>
      dropComponents(body, ({ sub_type }) => sub_type === 'copy_code' || sub_type === 'flow'),
  },
  {
    // Its pattern is meant for 0 to 9, as its own description says, and leaves out 0.
    what: 'the first button',
    page: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components#buttons',
    without: (body) => dropComponents(body, ({ index }) => index === '0'),
  },
];

function dropComponents(body: Json, drop: (component: Json) => boolean): Json {
  const template = body.template as { components?: Json[] } | undefined;
  if (!template?.components) return body;
  return { ...body, template: { ...template, components: template.components.filter((one) => !drop(one)) } };
}

const withoutAll = (body: Json) => LACKS.reduce((rest, { without }) => without(rest), body);

describe.skipIf(!hasSpec(SPEC))('WhatsApp, judged by Meta’s OpenAPI document', () => {
  let judge: SpecServer;
  beforeAll(async () => {
    judge = await specServer(SPEC, [
      '/{Version}/{Phone-Number-ID}/messages',
      '/{Version}/{Phone-Number-ID}/media',
      '/{Version}/{WABA-ID}/message_templates',
    ]);
  });
  afterAll(() => judge?.close());

  /** The request that the adapter makes, caught on its way. */
  async function caught(send: () => Promise<unknown>) {
    provider().will({ status: 200, json: { messages: [{ id: 'wamid.1' }] } });
    await send();
    const request = provider().requests.at(-1);
    if (!request) throw new Error('The adapter sent nothing.');
    return request;
  }

  async function verdictOn(path: string, headers: Json, body: Json) {
    const { authorization, 'user-agent': agent } = headers as Record<string, string>;
    const response = await fetch(judge.url + path, {
      method: 'POST',
      headers: {
        authorization: authorization ?? '',
        'user-agent': agent ?? '',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  const send = (message: object) =>
    caught(() =>
      whatsappAdapter.send(harness().account(), { ...TEXT, to: '+491701234567', ...message }, never),
    );

  test.each(WHATSAPP_MESSAGES)('$title fits the document', async ({ message }) => {
    const { path, headers, body } = await send(message);
    const verdict = await verdictOn(path, headers, withoutAll(JSON.parse(body)));
    expect(verdict, verdict.text).toMatchObject({ status: 200 });
  });

  test('what does not fit the document is refused, so the judge does judge', async () => {
    const { path, headers, body } = await send({});
    const whole = withoutAll(JSON.parse(body));
    for (const broken of [
      { ...whole, type: 'telegram' },
      { ...whole, text: undefined },
      { ...whole, to: undefined },
      { ...whole, text: { body: 17 } },
    ]) {
      expect(await verdictOn(path, headers, broken)).toMatchObject({ status: 422 });
    }
    expect(await verdictOn(path, { ...headers, authorization: '' }, whole)).toMatchObject({ status: 401 });
  });

  test.each(LACKS)('the document still lacks $what', async ({ without }) => {
    const bodies = [];
    for (const { message } of WHATSAPP_MESSAGES) {
      const request = await send(message);
      const whole = JSON.parse(request.body) as Json;
      const others = LACKS.filter((one) => one.without !== without);
      const body = others.reduce((rest, one) => one.without(rest), whole);
      if (JSON.stringify(without(body)) !== JSON.stringify(body)) bodies.push({ ...request, body });
    }
    expect(bodies.length).toBeGreaterThan(0);
    const { path, headers, body } = bodies[0]!;
    expect(await verdictOn(path, headers, body)).toMatchObject({ status: 422 });
  });

  test('a file is handed over, and templates are asked for, as the document says', async () => {
    const media = {
      type: 'image',
      mimeType: 'image/png',
      fileName: 'bike.png',
      url: null,
      bytes: 3,
      read: async () => Buffer.from('PNG'),
    } as const;
    const account = harness().account({ baseUrl: judge.url });
    // Uploading fits; the message that follows is refused for the id of ours that the document lacks.
    expect(
      await whatsappAdapter.send(
        account,
        { ...TEXT, to: '+491701234567', content: { kind: 'media', text: '', media } },
        never,
      ),
    ).toMatchObject({ outcome: 'rejected', failure: { providerCode: '422' } });
    expect(await whatsappAdapter.listTemplates?.(account, never)).not.toHaveLength(0);
  });

  const examples = Object.entries(
    readSpecExamples() as Readonly<Record<string, { readonly value: unknown }>>,
  );
  test.each(examples)('the document’s own webhook “%s” is understood', async (_, { value }) => {
    const events = (await whatsappAdapter.webhook?.parse(
      harness().account(),
      signedByMeta(Buffer.from(JSON.stringify(value))),
    )) as ChannelEvent[];
    expect(events.length).toBeGreaterThan(0);
    const groups = JSON.stringify(value).includes('"group_');
    for (const event of events) {
      if (!groups) expect(event).not.toMatchObject({ type: 'ignored' });
    }
  });
});

/** The webhooks that the document shows. */
function readSpecExamples(): unknown {
  if (!hasSpec(SPEC)) return {};
  const { paths } = readSpec(SPEC);
  return paths['/whatsapp/webhooks'].post.requestBody.content['application/json'].examples;
}
