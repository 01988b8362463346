import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.js';
import { CustomerSide } from './customer.js';
import { agent, machine, problemOf } from './gateway.js';
import { anyContact, named, nameOf, refOf } from './sample.js';

const browser = useBrowser();

describe('a WhatsApp contact 25 hours after its last message', () => {
  const ada = () => named('Okafor');

  it('may not be sent free text, and the API says why and what else there is', async () => {
    const jonas = await agent('jonas');
    const before = await jonas.getContact(refOf(ada()));
    const problem = await problemOf(
      jonas.sendMessage(
        {
          contact: refOf(ada()),
          channel: 'whatsapp',
          content: { kind: 'text', text: 'Your parcel was found.' },
        },
        crypto.randomUUID(),
      ),
    );
    expect(problem.code).toBe('not_eligible');
    expect(problem.status).toBe(409);
    expect(problem.refusal?.decision).toMatchObject({
      channel: 'whatsapp',
      verdict: 'restricted',
      reason: 'window_closed',
      ways: [{ form: 'template' }],
    });
    expect(problem.refusal?.alternatives.map(({ channel }) => channel)).toContain('email');
    // Nothing was changed by the refusal.
    expect((await jonas.getContact(refOf(ada()))).conversation).toEqual(before.conversation);
    expect(await new CustomerSide(ada().externalId).received('whatsapp')).toEqual([]);
  });

  it('gets a template; the conversation is open and mine, and the message is seen to be read', async () => {
    const page = await browser.open('jonas');
    await page.searchFor('Okafor');
    await page.openResult(nameOf(ada()));
    expect(await page.conversation()).toContain('Closed');
    await page.chooseChannel('WhatsApp');
    expect(await page.verdict()).toMatch(/Restricted.*Templates only/);
    expect(await page.verdict()).toMatch(/24 hours/);
    expect(await page.canWriteText()).toBe(false);

    await page.chooseTemplate('parcel_found');
    await page.fillVariable('1', 'Ada');
    await page.fillVariable('2', 'NB-20418');
    await page.fillVariable('3', 'Friday');
    await page.send();

    await expect.poll(() => page.conversation()).toMatch(/Open.*Assigned to you/);
    const text = 'Good news, Ada: your parcel NB-20418 was found and arrives on Friday.';
    await expect.poll(() => page.statusOf(text)).toBe('read');
    const received = await new CustomerSide(ada().externalId).received('whatsapp');
    expect(received).toMatchObject([{ template: 'parcel_found', status: 'read' }]);
    expect(received[0]?.text).toContain(text);
  });

  it('answers, whereupon the window opens on the page without a reload, and free text arrives', async () => {
    const page = await browser.open('jonas');
    await page.chooseStatus('Any status');
    await page.searchFor('Okafor');
    await page.openResult(nameOf(ada()));
    await page.chooseChannel('WhatsApp');
    expect(await page.canWriteText()).toBe(false);

    const customer = new CustomerSide(ada().externalId);
    await customer.write('whatsapp', 'Wonderful, thank you!');
    await expect.poll(() => page.verdict()).toMatch(/Open.*Free text/);
    expect(await page.verdict()).toMatch(/closes in/);
    await expect.poll(() => page.statusOf('Wonderful, thank you!')).toBe('received');

    await page.writeText('You are welcome, Ada.');
    await page.send();
    await expect.poll(() => page.statusOf('You are welcome, Ada.')).toBe('read');
    expect((await customer.received('whatsapp')).at(-1)).toMatchObject({
      text: 'You are welcome, Ada.',
      template: null,
      status: 'read',
    });
  });
});

describe('a message that does not arrive', () => {
  it('carries a red mark with the reason in words', async () => {
    const contact = anyContact(
      ({ identities, conversation, email }) =>
        conversation.status === 'closed' &&
        conversation.assignee === null &&
        email !== null &&
        identities.some(({ channel, state }) => channel === 'whatsapp' && state === 'open'),
    );
    const customer = new CustomerSide(contact.externalId);
    await customer.behave('whatsapp', 'fail:131026');
    const page = await browser.open('jonas');
    await page.searchFor(contact.email ?? '');
    await page.openResult(nameOf(contact));
    await page.chooseChannel('WhatsApp');
    await page.writeText('Is the bike running again?');
    await page.send();
    await expect.poll(() => page.statusOf('Is the bike running again?')).toBe('failed');
    const message = (await page.messages()).find(({ text }) => text === 'Is the bike running again?');
    expect(message?.trouble).toMatch(/^Not delivered\. .{10}/);
    const history = await machine().listContactMessages(refOf(contact));
    expect(history.items[0]?.failure).toMatchObject({ providerCode: '131026', retriable: false });
  });
});

describe('a contact of another agent', () => {
  it('is taken over only after a question', async () => {
    const contact = anyContact(
      ({ identities, conversation, email }) =>
        conversation.status === 'closed' &&
        conversation.assignee === 'samir' &&
        email !== null &&
        identities.some(({ channel, state }) => channel === 'email' && state === 'open'),
    );
    const page = await browser.open('jonas');
    await page.searchFor(contact.email ?? '');
    await page.openResult(nameOf(contact));
    await page.chooseChannel('E-mail');
    await page.writeText('I am taking care of this for Samir.');
    await page.send();
    await page.takeOverAndSend();
    await expect.poll(() => page.conversation()).toMatch(/Open.*Assigned to you/);
    await expect
      .poll(() => new CustomerSide(contact.externalId).received('email'))
      .toMatchObject([{ text: 'I am taking care of this for Samir.' }]);
  });
});
