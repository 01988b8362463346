import type { SampleContact } from '@outbound-composer/demo';
import { describe, expect, inject, it } from 'vitest';
import { outcomeOf, runWorkflow } from '../../n8n-node/test/support/n8n.js';
import { located, workflowWith } from '../../n8n-node/test/support/node.js';
import { TriggerHost } from '../../n8n-node/test/support/trigger.js';
import { CustomerSide } from './customer.js';
import { machine } from './gateway.js';
import { anyContact, named, refOf } from './sample.js';

const check = { resource: 'eligibility', operation: 'check' };
const send = { resource: 'message', operation: 'send' };

/** Runs the built node on n8n's own engine against the running gateway. */
async function runNode(parameters: object, contacts: readonly SampleContact[]) {
  const { gateway, apiKey } = inject('demo');
  const run = await runWorkflow({
    workflow: workflowWith({ contact: located('external', '={{ $json.contact }}'), ...parameters }),
    input: contacts.map(({ externalId, firstName }) => ({ contact: `crm/${externalId}`, firstName })),
    credentials: { outboundComposerApi: { baseUrl: gateway, apiKey } },
    executionId: crypto.randomUUID(),
  });
  const { outputs, error } = outcomeOf(run, 'Outbound');
  if (error !== undefined) throw error;
  const [passed = [], refused = []] = outputs;
  return { passed: passed.map(({ json }) => json), refused: refused.map(({ json }) => json) };
}

/** A closed contact that nobody else uses, in a state on a channel, with open e-mail where wanted. */
function contactIn(channel: string, state: string, { withEmail = true } = {}): SampleContact {
  return anyContact(
    ({ conversation, identities }) =>
      conversation.status === 'closed' &&
      conversation.assignee === null &&
      identities.some((one) => one.channel === channel && one.state === state) &&
      identities.some((one) => one.channel === 'email' && one.state === 'open') === withEmail,
  );
}

describe('a contact with a closed conversation, in n8n', () => {
  it.each([
    ['first name', 'firstName'],
    ['last name', 'lastName'],
    ['e-mail address', 'email'],
    ['phone number', 'phone'],
  ] as const)('is found by its %s, assigned or not', async (_way, field) => {
    for (const lastName of ['Müller', 'Ionescu']) {
      const contact = named(lastName);
      const { passed } = await runNode(
        {
          resource: 'contact',
          operation: 'search',
          search: contact[field] ?? '',
          status: 'closed',
          returnAll: true,
        },
        [contact],
      );
      expect(passed).toContainEqual(
        expect.objectContaining({ email: contact.email, lastName: contact.lastName }),
      );
    }
  });
});

describe('a WhatsApp contact after its window, in n8n', () => {
  it('leaves through Not Eligible for a text, with the reason and the other channel', async () => {
    const contact = contactIn('whatsapp', 'closed');
    const { passed, refused } = await runNode(
      { ...send, channel: 'whatsapp', text: 'Your parcel was found.' },
      [contact],
    );
    expect(passed).toEqual([]);
    expect(refused).toMatchObject([
      { eligible: false, channel: 'whatsapp', verdict: 'restricted', reason: 'window_closed' },
    ]);
    expect(refused[0]?.alternatives).toEqual(
      expect.arrayContaining([expect.objectContaining({ channel: 'email', verdict: 'open' })]),
    );
    expect(await new CustomerSide(contact.externalId).received('whatsapp')).toEqual([]);
    expect((await machine().getContact(refOf(contact))).conversation?.status).toBe('closed');
  });

  it('gets the template instead; the conversation is open, assigned to nobody, and the message is read', async () => {
    const contact = contactIn('whatsapp', 'closed');
    const templates = await machine().listTemplates({ channel: 'whatsapp', q: 'parcel_found' });
    const { passed } = await runNode(
      {
        ...send,
        channel: 'whatsapp',
        text: 'Your parcel was found.',
        fallback: 'template',
        template: located('id', templates.items[0]?.id ?? ''),
        variablesAs: 'json',
        variablesJson: '{"1": "there", "2": "NB-20418", "3": "Friday"}',
      },
      [contact],
    );
    expect(passed).toMatchObject([{ eligible: true, fellBack: true, form: 'template' }]);
    const customer = new CustomerSide(contact.externalId);
    await expect
      .poll(() => customer.received('whatsapp'))
      .toMatchObject([{ template: 'parcel_found', status: 'read' }]);
    const { conversation } = await machine().getContact(refOf(contact));
    expect(conversation).toMatchObject({ status: 'open', assignee: null });
    await expect
      .poll(async () => (await machine().getMessage(String(passed[0]?.messageId))).status)
      .toBe('read');
  });
});

describe('several contacts at once, in n8n', () => {
  it('are parted into eligible and not eligible, each with its reason', async () => {
    const open = contactIn('whatsapp', 'open');
    const instagram = contactIn('instagram', 'closed', { withEmail: false });
    const wechat = contactIn('wechat', 'at_cap', { withEmail: false });
    const humanOnly = contactIn('messenger', 'human_agent', { withEmail: false });
    const of = async (channel: string, contact: SampleContact) =>
      runNode({ ...check, channel, options: { form: 'text' } }, [contact]);

    expect((await of('whatsapp', open)).passed).toMatchObject([{ eligible: true, verdict: 'open' }]);
    expect((await of('instagram', instagram)).refused).toMatchObject([
      { verdict: 'blocked', reason: 'window_closed' },
    ]);
    expect((await of('wechat', wechat)).refused).toMatchObject([
      { verdict: 'blocked', reason: 'quota_exhausted' },
    ]);
    expect((await of('messenger', humanOnly)).refused).toMatchObject([{ verdict: 'blocked' }]);
  });

  it('go by another channel where theirs is shut', async () => {
    const contact = contactIn('instagram', 'closed');
    const { passed } = await runNode(
      { ...send, channel: 'instagram', text: 'Your bike is ready.', fallback: 'channel' },
      [contact],
    );
    expect(passed).toMatchObject([{ eligible: true, fellBack: true }]);
    const customer = new CustomerSide(contact.externalId);
    await expect
      .poll(() => customer.received(String(passed[0]?.channel)))
      .toMatchObject([{ text: 'Your bike is ready.' }]);
  });
});

describe('a workflow that waits for the gateway, in n8n', () => {
  it('is started once by each event that it asked for, and no more after it was deactivated', async () => {
    const contact = contactIn('whatsapp', 'open');
    const { gateway, apiKey } = inject('demo');
    const events = ['message.received', 'conversation.closed'];
    const host = await TriggerHost.start(gateway, { events }, apiKey);
    const address = host.url();
    const ofContact = (event: string) =>
      host.started.filter((item) => {
        const { externalId } = item.contact as { externalId: string };
        return item.event === event && externalId === contact.externalId;
      });
    try {
      await host.activate();
      await new CustomerSide(contact.externalId).write('whatsapp', 'Is my bike ready?');
      await expect
        .poll(() => ofContact('message.received'))
        .toMatchObject([{ message: { channel: 'whatsapp', content: { text: 'Is my bike ready?' } } }]);

      const { conversation } = await machine().getContact(refOf(contact));
      if (conversation?.status === 'closed') await machine().reopenConversation(conversation.id);
      await machine().closeConversation(conversation?.id ?? '', { summary: 'Picked up' });
      await expect
        .poll(() => ofContact('conversation.closed'))
        .toMatchObject([{ conversationId: conversation?.id, conversation: { status: 'closed' } }]);
    } finally {
      await host.call('delete');
      await host.stop();
    }
    const { items } = await machine().listWebhookSubscriptions();
    expect(items.map(({ url }) => url)).not.toContain(address);
  });
});
