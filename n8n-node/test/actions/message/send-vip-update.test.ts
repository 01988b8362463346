import type { SendBulk } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { runNode } from '../../support/node.js';
import {
  checked,
  contact,
  decision,
  id,
  instagramBlocked,
  message,
  sendResult,
} from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const parameters = {
  resource: 'message',
  operation: 'sendVipUpdate',
  audience: 'tag',
  tag: 'VIP',
  contentKind: 'text',
  text: 'The update you were waiting for is out.',
};

function listed(number: number) {
  const { phone, country, language, tags, vip } = contact();
  const person = { firstName: `C${number}`, lastName: null, email: `c${number}@example.com` };
  const seen = { conversation: null, channels: [], matches: [] };
  return { id: id(number), ...person, phone, country, language, tags, vip, ...seen };
}

/** The audience in two pages: contacts 1 and 2, then 3. */
function twoPages(route: 'searchContacts' | 'listSegmentContacts') {
  gateway.on(route, ({ query }) => {
    const first = query.get('cursor') === null;
    const page = first
      ? { items: [listed(1), listed(2)], nextCursor: 'more' }
      : { items: [listed(3)], nextCursor: null };
    const search = { total: { count: 3, capped: false }, foundUnder: [] };
    return { status: 200, body: route === 'searchContacts' ? { ...page, ...search } : page };
  });
}

/** Sends to all but those for whom the test has a refusal. */
function takeBulk(refusals: Record<string, ReturnType<typeof problem>> = {}, { loseFirst = false } = {}) {
  let losing = loseFirst;
  gateway.on('sendBulk', ({ body }) => {
    if (losing) {
      losing = false;
      return { status: 502, body: '<html>Bad Gateway</html>' };
    }
    const items = (body as SendBulk).items.map(({ contact: ref }) => {
      const refused = refusals[ref];
      return refused
        ? { ok: false, problem: refused.body }
        : { ok: true, result: sendResult({ message: message({ contactId: ref }) }) };
    });
    return { status: 200, body: { items } };
  });
}
const bulks = () =>
  gateway.asked.filter(({ route }) => route === 'sendBulk').map(({ body }) => body as SendBulk);

describe('a VIP update', () => {
  it('reaches every contact with the tag, and names who gets nothing and why', async () => {
    twoPages('searchContacts');
    takeBulk({
      [id(2)]: problem('frequency_capped', 'The contact got 2 messages in 7 days.'),
      [id(3)]: problem('not_eligible', 'Instagram permits nothing.', {
        decision: instagramBlocked,
        alternatives: [],
      }),
    });
    const { outputs, error } = await runNode(gateway, parameters);

    expect(error).toBeUndefined();
    expect(gateway.asked[0]?.query.getAll('tag')).toEqual(['VIP']);
    expect(bulks().flatMap(({ items }) => items)).toMatchObject(
      [1, 2, 3].map((number) => ({
        contact: id(number),
        purpose: 'vip_update',
        content: { kind: 'text', text: parameters.text },
      })),
    );
    expect(outputs).toMatchObject([
      [{ json: { contactId: id(1), eligible: true, status: 'queued' }, pairedItem: { item: 0 } }],
      [
        { json: { contactId: id(2), reason: 'frequency_capped' }, pairedItem: { item: 0 } },
        {
          json: { contactId: id(3), reason: 'window_closed', channel: 'instagram' },
          pairedItem: { item: 0 },
        },
      ],
    ]);
  });

  it('reaches a segment, on the channel that was chosen', async () => {
    twoPages('listSegmentContacts');
    takeBulk();
    const toSegment = { ...parameters, audience: 'segment', segment: 'key-accounts', channel: 'whatsapp' };
    const { outputs } = await runNode(gateway, toSegment);

    expect(gateway.asked[0]?.params).toEqual({ key: 'key-accounts' });
    expect(bulks()[0]?.items[0]).toMatchObject({ channel: 'whatsapp' });
    expect(outputs[0]).toHaveLength(3);
  });

  it('sends nothing in a dry run, and says who would get it', async () => {
    twoPages('searchContacts');
    gateway.on('checkEligibility', ({ body }) => ({
      status: 200,
      body: {
        items: (body as { items: { contact: string }[] }).items.map(({ contact: ref }) =>
          checked(ref, ref === id(2) ? instagramBlocked : decision()),
        ),
      },
    }));
    const { outputs } = await runNode(gateway, { ...parameters, options: { dryRun: true } });

    expect(bulks()).toEqual([]);
    expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual([id(1), id(3)]);
    expect(outputs[1]).toMatchObject([{ json: { contactId: id(2), dryRun: true, reason: 'window_closed' } }]);
  });

  it('gives each contact a key that n8n’s own retry repeats', async () => {
    twoPages('searchContacts');
    takeBulk({}, { loseFirst: true });
    const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
    const { outputs, error } = await runNode(gateway, parameters, [{}], { settings });

    expect(error).toBeUndefined();
    expect(outputs[0]).toHaveLength(3);
    const [lost, again, rest] = bulks().map(({ items }) => items.map(({ idempotencyKey }) => idempotencyKey));
    expect(again).toEqual(lost);
    expect(new Set([...(again ?? []), ...(rest ?? [])]).size).toBe(3);
  });

  it('fails where the message itself is wrong, and still names who got it', async () => {
    twoPages('searchContacts');
    takeBulk({ [id(2)]: problem('text_too_long', 'The text is too long for SMS.') });
    const { outputs } = await runNode(gateway, parameters, [{}], {
      settings: { onError: 'continueErrorOutput' },
    });
    expect(outputs[0]).toMatchObject([{ json: { contactId: id(1) } }]);
    expect(outputs[2]).toMatchObject([{ json: { error: 'The text is too long for SMS.' } }]);
  });

  it('leaves out a contact that was deleted meanwhile', async () => {
    twoPages('searchContacts');
    takeBulk({ [id(2)]: problem('contact_not_found', 'There is no such contact.') });
    const { outputs, error } = await runNode(gateway, parameters);
    expect(error).toBeUndefined();
    expect(outputs[1]).toMatchObject([{ json: { contactId: id(2), reason: 'contact_not_found' } }]);
  });

  it.each([
    { field: { tag: '={{ "" }}' }, message: 'Tag is empty' },
    { field: { audience: 'segment', segment: '={{ "" }}' }, message: 'Segment is empty' },
    { field: { text: ' ' }, message: 'Text is empty' },
    {
      field: { audience: '={{ "all" }}', segment: 'key-accounts' },
      message: 'Audience has the unknown value "all"',
    },
  ])('asks for nothing before its fields are right: $message', async ({ field, message: expected }) => {
    const { error } = await runNode(gateway, { ...parameters, ...field });
    expect(error?.message).toBe(expected);
    expect(gateway.asked).toEqual([]);
  });
});
