import type { SendMessage } from '@outbound-composer/core/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from './support/gateway.js';
import { NODE_TYPE } from './support/node.js';
import {
  checked,
  contact,
  conversation,
  decision,
  emailOpen,
  id,
  instagramBlocked,
  sendResult,
} from './support/samples.js';
import { files, runTemplate, template } from './support/templates.js';
import { TRIGGER_TYPE } from './support/trigger.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

interface Listed {
  number: number;
  closesAt?: string | null;
  email?: string;
}
function found(...contacts: Listed[]) {
  gateway.on('searchContacts', () => ({
    status: 200,
    body: {
      items: contacts.map(({ number, closesAt = null, email = `c${number}@example.com` }) => {
        const { phone, country, language, tags, vip } = contact();
        const person = {
          id: id(number),
          firstName: `C${number}`,
          lastName: null,
          email,
          phone,
          country,
          language,
          tags,
          vip,
        };
        const channels = [{ channel: 'whatsapp', verdict: 'open', closesAt }];
        return { ...person, conversation: null, channels, matches: [] };
      }),
      nextCursor: null,
      total: { count: contacts.length, capped: false },
      foundUnder: [],
    },
  }));
}

type Question = { contact: string };
function decide(decisionOf: (contact: string) => ReturnType<typeof decision>) {
  gateway.on('checkEligibility', ({ body }) => ({
    status: 200,
    body: {
      items: (body as { items: Question[] }).items.map(({ contact: ref }, index) =>
        checked(id(index + 1), decisionOf(ref)),
      ),
    },
  }));
}

describe('every workflow template', () => {
  it.each(files)('carries no credential, explains itself and names only nodes that exist: %s', (file) => {
    const { nodes, connections, name } = template(file);
    expect(name).not.toBe('');
    expect(nodes.some(({ credentials }) => credentials !== undefined)).toBe(false);
    expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
    const names = nodes.map((node) => node.name);
    const targets = Object.values(connections).flatMap(({ main }) =>
      (main ?? []).flatMap((one) => one ?? []),
    );
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(connections), ...targets.map(({ node }) => node)]),
    );
    expect(nodes.some(({ type }) => type === NODE_TYPE || type === TRIGGER_TYPE)).toBe(true);
  });
});

describe('VIP product update', () => {
  it('splits the VIP contacts by eligibility and sends nothing until Dry Run is turned off', async () => {
    found({ number: 1 }, { number: 2 });
    decide((ref) => (ref === id(2) ? instagramBlocked : decision()));
    const { at } = await runTemplate(gateway, 'vip-product-update.json', 'When clicking ‘Execute workflow’');

    expect(gateway.asked[0]?.query.getAll('tag')).toEqual(['VIP']);
    expect(gateway.asked.map(({ route }) => route)).toEqual(['searchContacts', 'checkEligibility']);
    expect(at('Sent')).toMatchObject([{ contact: id(1), dryRun: true, eligible: true }]);
    expect(at('Not sent, with the reason')).toMatchObject([
      { contact: id(2), eligible: false, reason: 'window_closed' },
    ]);
  });
});

describe('follow up on unresolved tickets', () => {
  it('checks all tickets at once, writes where it may and gives the rest to the team', async () => {
    decide((ref) =>
      ref.includes('luca') ? instagramBlocked : ref.includes('irini') ? emailOpen : decision(),
    );
    gateway.on('sendMessage', ({ body }) =>
      (body as SendMessage).channel === 'email'
        ? problem('not_eligible', 'The customer opted out.', {
            decision: decision({ verdict: 'blocked', ways: [], reason: 'opted_out', channel: 'email' }),
            alternatives: [],
          })
        : { status: 202, body: sendResult() },
    );
    const { at } = await runTemplate(gateway, 'follow-up-on-unresolved-tickets.json', 'Every morning');

    expect(gateway.asked.map(({ route }) => route)).toEqual([
      'checkEligibility',
      'sendMessage',
      'sendMessage',
    ]);
    expect(gateway.asked[1]?.body).toMatchObject({
      channel: 'whatsapp',
      content: { text: 'We have news on “Rear light flickers” (ticket T-1041): the spare part is here.' },
      reopenReason: 'Follow-up on ticket T-1041',
    });
    expect(at('Sent')).toHaveLength(1);
    expect(
      at('Ask the team')
        .map(({ ticket, reason }) => [ticket, reason])
        .sort(),
    ).toEqual([
      ['T-1057', 'window_closed'],
      ['T-1063', 'opted_out'],
    ]);
  });
});

describe('route new and returning contacts', () => {
  const call = (email: string) =>
    runTemplate(gateway, 'new-and-returning-contacts.json', 'Webhook', [{ body: { email } }]);

  it('welcomes a contact whom the gateway does not know', async () => {
    found();
    const { at } = await call('new@example.com');
    expect(at('Welcome a new contact')).toHaveLength(1);
    expect(gateway.asked.map(({ route }) => route)).toEqual(['searchContacts']);
  });

  it('takes a contact whose address only begins the same for a new one', async () => {
    found({ number: 1, email: 'ada@example.com.au' });
    const { at } = await call('ada@example.com');
    expect(at('Welcome a new contact')).toHaveLength(1);
  });

  it('reopens the conversation of a returning contact who may be written to', async () => {
    found({ number: 1, email: 'Ada@example.com' });
    decide(() => decision());
    gateway.on('getContact', () => ({ status: 200, body: contact() }));
    gateway.on('reopenConversation', () => ({ status: 200, body: conversation() }));
    const { at } = await call('ada@example.com');

    expect(at('Reopen')).toMatchObject([{ conversationId: id(500), status: 'open' }]);
    expect(gateway.asked.at(-1)?.body).toEqual({ reason: 'Came back through the form' });
  });

  it('hands a returning contact who may not be written to over to the team', async () => {
    found({ number: 1, email: 'ada@example.com' });
    decide(() => instagramBlocked);
    const { at } = await call('ada@example.com');
    expect(at('Hand to the team')).toMatchObject([{ eligible: false, reason: 'window_closed' }]);
  });
});
