import { GatewayProblem } from '@outbound-composer/core/client';
import { expect } from 'chai';
import type { BeforeSendEvent, SentEvent } from '../src/index.js';
import { FakeBackend } from './fixtures/fake-backend.js';
import { hours, makeContact, minutes } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, fill, type Mounted, mount, openContact, press, until } from './helpers/setup.js';

const textBox = ({ screen }: Mounted) => screen.findByRole('textbox', { name: 'Text' });

describe('writing and sending', () => {
  afterEach(cleanUp);

  it('sends free text; the conversation is then open and the agent’s, the message queued', async () => {
    const mounted = await mount();
    const { screen, fake, element, said } = mounted;
    const sent: SentEvent[] = [];
    element.addEventListener('outbound-composer-sent', (event) => sent.push(event));
    await openContact(mounted, 'Dina');
    screen.getByText('Sending reopens the conversation and assigns it to you.');
    fill(await textBox(mounted), 'Your case is solved.');
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Your case is solved.', { selector: '.bubble-text' });
    screen.getByText('Queued');
    screen.getByText('Assigned to you');
    screen.getByText('Open', { selector: '.pill' });
    expect(((await textBox(mounted)) as HTMLTextAreaElement).value).to.equal('');
    expect(said()).to.equal('Message queued. The conversation is open and yours.');
    screen.getByText('Message queued. The conversation is open and yours.', { selector: '.hint' });
    const [[message, key]] = fake.callsOf('sendMessage') as [
      [{ channel: string; purpose: string; content: unknown }, string],
    ];
    expect(message.channel).to.equal('messenger');
    expect(message.content).to.deep.equal({ kind: 'text', text: 'Your case is solved.' });
    expect(key).to.have.length.greaterThan(15);
    expect(sent[0]!.conversation.status).to.equal('open');
    await expectAccessible(element);
  });

  it('follows a message from queued to read, and shows a failure with its reason', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fill(await textBox(mounted), 'Hello');
    press(await textBox(mounted), 'Enter', { ctrlKey: true });
    await screen.findByText('Queued');
    const message = fake.messages.at(-1)!;
    for (const [status, word] of [
      ['sending', 'Sending'],
      ['sent', 'Sent'],
      ['delivered', 'Delivered'],
      ['read', 'Read'],
    ] as const) {
      fake.emit({ type: 'message.changed', contactId: message.contactId, message: { ...message, status } });
      await screen.findByText(word, { selector: '.outcome' });
    }
    fake.emit({
      type: 'message.changed',
      contactId: message.contactId,
      message: {
        ...message,
        status: 'failed',
        failure: {
          reason: 'recipient_unreachable',
          message: 'The number is not on Messenger.',
          remedy: 'Write by e-mail.',
          retriable: false,
          providerCode: null,
        },
      },
    });
    await screen.findByText(/The number is not on Messenger. Write by e-mail./);
    expect(screen.queryByRole('button', { name: 'Try again' })).to.equal(null);
  });

  it('does not send an empty text and says where something is missing', async () => {
    const mounted = await mount();
    const { screen, fake, element, focused } = mounted;
    await openContact(mounted, 'Dina');
    const box = await textBox(mounted);
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Write something first.');
    await until(() => focused() === box, 'the focus to be in the text');
    expect(box.getAttribute('aria-invalid')).to.equal('true');
    expect(fake.callsOf('sendMessage')).to.have.length(0);
    await expectAccessible(element);
  });

  it('counts SMS parts, and characters when the end of the limit is near', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /SMS/ }).click();
    fill(await textBox(mounted), 'x'.repeat(161));
    await screen.findByText('2 SMS');
    fill(await textBox(mounted), 'x'.repeat(1601));
    await screen.findByText('1 character too many');
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('1 character too many', { selector: '.field-error' });
    expect(fake.callsOf('sendMessage')).to.have.length(0);
  });

  it('puts in a snippet with what is known of the contact, and does not send what is still open', async () => {
    const snippets = [
      { title: 'Found', text: ' {{contact.first_name | "there"}}, parcel {{contact.parcel}} was found.' },
    ];
    const mounted = await mount({ properties: { snippets } });
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    const box = (await textBox(mounted)) as HTMLTextAreaElement;
    fill(box, 'Hello! Bye.');
    box.setSelectionRange(5, 6);
    const choice = screen.getByRole('combobox', { name: 'Snippets' }) as HTMLSelectElement;
    choice.value = '0';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => box.value === 'Hello Dina, parcel {{contact.parcel}} was found. Bye.', 'the snippet');
    expect(choice.value).to.equal('');
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Replace {{contact.parcel}} first.');
    expect(fake.callsOf('sendMessage')).to.have.length(0);
  });

  it('sends an e-mail with its subject', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Ada');
    fill(await screen.findByRole('textbox', { name: 'Subject' }), 'Your parcel');
    fill(await textBox(mounted), 'Found!');
    screen.getByRole('button', { name: 'Send' }).click();
    await until(() => fake.callsOf('sendMessage').length === 1, 'a message');
    expect((fake.callsOf('sendMessage')[0]![0] as { content: unknown }).content).to.deep.equal({
      kind: 'text',
      text: 'Found!',
      subject: 'Your parcel',
    });
  });

  it('offers the templates that fit, fills in what is known, and previews what the customer will see', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /WhatsApp/ }).click();
    fill(await screen.findByRole('textbox', { name: 'Search templates' }), 'found');
    await until(() => screen.getAllByRole('button', { name: /parcel_found/ }).length === 2, 'both languages');
    await expectAccessible(element);
    screen.getByRole('button', { name: /parcel_found\s+en/ }).click();
    const first = (await screen.findByRole('combobox', { name: /first name/i })) as HTMLInputElement;
    expect(first.value).to.equal('Ada');
    const preview = screen.getByRole('group', { name: 'Preview' });
    expect(preview.textContent).to.contain('{{parcel_number}}');
    await expectAccessible(element);
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Fill in parcel number.');
    expect(fake.callsOf('sendMessage')).to.have.length(0);
    fill(screen.getByRole('combobox', { name: /parcel number/i }), 'NW-4821');
    fill(screen.getByRole('combobox', { name: /day/i }), 'Thursday');
    await until(
      () => preview.textContent!.includes('Hello Ada, we found your parcel NW-4821. It arrives on Thursday.'),
      'the filled preview',
    );
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Hello Ada, we found your parcel NW-4821. It arrives on Thursday.', {
      selector: '.bubble-text',
    });
    expect(
      (fake.callsOf('sendMessage')[0]![0] as { content: { variables: unknown } }).content.variables,
    ).to.deep.equal({
      first_name: 'Ada',
      parcel_number: 'NW-4821',
      day: 'Thursday',
    });
  });

  it('says in the agent’s language why a template cannot be sent', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    await openContact(mounted, 'Ada');
    element.locale = 'de';
    screen.getByRole('radio', { name: /WhatsApp/ }).click();
    (await screen.findByRole('button', { name: /parcel_found\s+en/ })).click();
    fill(await screen.findByRole('combobox', { name: /parcel number/i }), 'NW-4821');
    fill(screen.getByRole('combobox', { name: /day/i }), 'Thursday\tnoon');
    screen.getByRole('button', { name: 'Senden' }).click();
    await screen.findByText(
      'Die Variable day darf keinen Zeilenumbruch, keinen Tabulator und höchstens 4 Leerzeichen in Folge haben.',
    );
    expect(fake.callsOf('sendMessage')).to.have.length(0);
  });

  it('shows a template used before first the next time', async () => {
    const mounted = await mount();
    const { screen } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /WhatsApp/ }).click();
    (await screen.findByRole('button', { name: /ask_callback/ })).click();
    (await screen.findByRole('button', { name: 'Send' })).click();
    await screen.findByText('Recently used');
    const [first] = screen.getAllByRole('button', { name: /en · Utility/ });
    expect(first!.textContent).to.contain('ask_callback');
  });

  it('asks before it takes a conversation from another agent, and sends only after a yes', async () => {
    const mounted = await mount();
    const { screen, fake, element, focused } = mounted;
    await openContact(mounted, 'Bo');
    screen.getByText('Assigned to Grace Hopper. Sending asks you first whether to take it over.');
    fill(await textBox(mounted), 'Yes, until noon.');
    screen.getByRole('button', { name: 'Send' }).click();
    const dialog = await screen.findByRole('alertdialog', {
      name: /assigned to Grace Hopper. Take it over\?/,
    });
    await until(
      () => focused()?.textContent?.includes('Take over and send'),
      'the focus to be on the answer',
    );
    await expectAccessible(element);
    expect(fake.messages.some(({ content }) => content.text === 'Yes, until noon.')).to.equal(false);
    expect(dialog.isConnected).to.equal(true);
    screen.getByRole('button', { name: 'Cancel' }).click();
    await until(() => !screen.queryByRole('alertdialog'), 'the question to go');
    expect(((await textBox(mounted)) as HTMLTextAreaElement).value).to.equal('Yes, until noon.');
    screen.getByRole('button', { name: 'Send' }).click();
    (await screen.findByRole('button', { name: 'Take over and send' })).click();
    await screen.findByText('Yes, until noon.', { selector: '.bubble-text' });
    screen.getByText('Assigned to you');
    const keys = fake.callsOf('sendMessage').map(([, key]) => key);
    expect(new Set(keys).size, 'taking over is another request than not taking over').to.equal(keys.length);
  });

  it('lets the page keep a message from being sent', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    const seen: BeforeSendEvent[] = [];
    element.addEventListener('outbound-composer-before-send', (event) => {
      seen.push(event);
      event.preventDefault();
    });
    await openContact(mounted, 'Dina');
    fill(await textBox(mounted), 'Hello');
    screen.getByRole('button', { name: 'Send' }).click();
    await until(() => seen.length === 1, 'the event');
    expect(seen[0]!.contact.firstName).to.equal('Dina');
    expect(fake.callsOf('sendMessage')).to.have.length(0);
    expect(((await textBox(mounted)) as HTMLTextAreaElement).value).to.equal('Hello');
  });

  it('keeps the text and the key when the connection breaks, so that trying again cannot send twice', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    await openContact(mounted, 'Dina');
    fill(await textBox(mounted), 'Hello');
    fake.failNext('sendMessage', new TypeError('Failed to fetch'));
    screen.getByRole('button', { name: 'Send' }).click();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).to.match(/The gateway could not be reached\.\s+Your text is kept\./);
    await expectAccessible(element);
    screen.getByRole('button', { name: 'Try again' }).click();
    await screen.findByText('Hello', { selector: '.bubble-text' });
    const keys = fake.callsOf('sendMessage').map(([, key]) => key);
    expect(keys).to.have.length(2);
    expect(keys[0]).to.equal(keys[1]);
  });

  it('takes another key for another text', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fake.failNext('sendMessage', new TypeError('Failed to fetch'));
    fill(await textBox(mounted), 'Hello');
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByRole('alert');
    fill(await textBox(mounted), 'Hello Dina');
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Hello Dina', { selector: '.bubble-text' });
    const keys = fake.callsOf('sendMessage').map(([, key]) => key);
    expect(keys[0]).not.to.equal(keys[1]);
  });

  it('turns to the gateway’s verdict when it refuses, and keeps the text', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Farah'.replace('Farah', 'فرح'));
    fill(await textBox(mounted), 'Your order arrives on Monday.');
    // The contact blocked us a moment ago, and the event is still on its way.
    const farah = fake.contacts.find(({ firstName }) => firstName === 'فرح')!;
    farah.channels.find(({ channel }) => channel === 'whatsapp')!.facts.consent.blocked = true;
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Nothing can be sent on WhatsApp now');
    screen.getByText('Your order arrives on Monday.', { selector: 'blockquote' });
  });

  it('keeps what was written when the window closes meanwhile', async () => {
    const mounted = await mount();
    const { screen, fake, clock, element } = mounted;
    await openContact(mounted, 'Bo');
    fill(await textBox(mounted), 'A long and careful answer');
    fake.now += 301_000;
    clock.advance(301_000);
    await screen.findByText('A long and careful answer', { selector: 'blockquote' });
    await screen.findByRole('textbox', { name: 'Search templates' });
    await expectAccessible(element);
    screen.getByRole('radio', { name: /Telegram/ }).click();
    expect(((await textBox(mounted)) as HTMLTextAreaElement).value).to.equal('A long and careful answer');
  });

  it('stays on the channel when another has become the better one', async () => {
    const fake = new FakeBackend();
    fake.contacts.push(
      makeContact({
        first: 'Nora',
        ago: hours(1),
        channels: {
          instagram: { address: 'nora', inbound: hours(23) + minutes(55) },
          whatsapp: { address: '+491', inbound: hours(30) },
        },
      }),
    );
    const mounted = await mount({ fake });
    const { screen, clock } = mounted;
    await openContact(mounted, 'Nora');
    fill(await textBox(mounted), 'For Instagram only');
    const asked = fake.callsOf('getContact').length;
    fake.now += minutes(5) + 1000;
    clock.advance(minutes(5) + 1000);
    await screen.findByText('For Instagram only', { selector: 'blockquote' });
    await until(
      () => fake.callsOf('getContact').length > asked && fake.underWay === 0,
      'the gateway’s answer',
    );
    await until(
      () =>
        screen.getByRole('group', { name: 'Channels' }).querySelector('.channel-name')?.textContent ===
        'WhatsApp',
      'the new order',
    );
    expect((screen.getByRole('radio', { name: /Instagram.*Blocked/ }) as HTMLInputElement).checked).to.equal(
      true,
    );
    screen.getByText('Nothing can be sent on Instagram now');
  });

  it('keeps a draft for each contact, over a reload of the page too', async () => {
    const mounted = await mount();
    await openContact(mounted, 'Dina');
    fill(await textBox(mounted), 'To Dina');
    await openContact(mounted, 'Ada');
    expect(((await textBox(mounted)) as HTMLTextAreaElement).value).to.equal('');
    mounted.element.remove();
    const reloaded = await mount();
    await openContact(reloaded, 'Dina');
    expect(((await textBox(reloaded)) as HTMLTextAreaElement).value).to.equal('To Dina');
  });

  it('sends a failed message again where that can help', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Ada');
    await screen.findByText(
      /The provider takes no more messages from us at the moment. Try again in a few minutes./,
    );
    screen.getByRole('button', { name: 'Try again' }).click();
    await screen.findByText('Queued');
    expect(fake.callsOf('retryMessage')).to.have.length(1);
  });

  it('asks before it sends one of unknown outcome again, because it may arrive twice', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Ada');
    (await screen.findByRole('button', { name: 'Send again …' })).click();
    await screen.findByText('It may arrive twice. Send it again?');
    expect(fake.callsOf('retryMessage')).to.have.length(0);
    screen.getByRole('button', { name: 'Send again' }).click();
    await until(() => fake.callsOf('retryMessage').length === 1, 'the retry');
  });

  it('says on the message why it could not be sent again', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Ada');
    fake.failNext(
      'retryMessage',
      new GatewayProblem('not_eligible', 409, 'The window on WhatsApp is closed.'),
    );
    (await screen.findByRole('button', { name: 'Try again' })).click();
    await screen.findByText('The window on WhatsApp is closed.');
  });
});
