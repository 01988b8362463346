import { GatewayProblem } from '@outbound-composer/core/client';
import { expect } from 'chai';
import { FakeBackend } from './fixtures/fake-backend.js';
import { cleanUp, fill, mount, openContact, until } from './helpers/setup.js';

describe('answers that come late', () => {
  afterEach(cleanUp);

  it('never lets a late search answer replace a newer one', async () => {
    const { contacts, screen, fake, clock } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    fake.hold('searchContacts');
    const box = screen.getByRole('combobox', { name: 'Search contacts' });
    fill(box, 'ada');
    clock.advance(120);
    fill(box, 'dina');
    clock.advance(120);
    await until(() => fake.held.length === 2, 'two searches under way');
    fake.held[1]!.release();
    await screen.findByRole('option', { name: /Dina Haddad/ });
    fake.held[0]!.release();
    await until(() => contacts().length === 1, 'one contact');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(contacts()[0]!.textContent).to.contain('Dina');
  });

  it('shows the contact that was chosen last, not the one that came last', async () => {
    const { contacts, screen, fake } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    fake.hold('getContact');
    screen.getByRole('option', { name: /Ada Lovelace/ }).click();
    screen.getByRole('option', { name: /Dina Haddad/ }).click();
    await until(() => fake.held.length === 2, 'two contacts under way');
    fake.held[1]!.release();
    await screen.findByRole('heading', { name: 'Dina Haddad' });
    fake.held[0]!.release();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    screen.getByRole('heading', { name: 'Dina Haddad' });
  });

  it('does not hang a failed message on the contact that was opened meanwhile', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fill(await screen.findByRole('textbox', { name: 'Text' }), 'For Dina');
    fake.hold('sendMessage');
    screen.getByRole('button', { name: 'Send' }).click();
    await until(() => fake.held.length === 1, 'the message under way');
    await openContact(mounted, 'Ada');
    fake.held[0]!.fail(new GatewayProblem('internal', 500, 'Broken.'));
    await until(() => !screen.queryByText('Sending …'), 'the sending to end');
    expect(screen.queryByText(/Broken/)).to.equal(null);
    await openContact(mounted, 'Dina');
    expect(((await screen.findByRole('textbox', { name: 'Text' })) as HTMLTextAreaElement).value).to.equal(
      'For Dina',
    );
  });

  it('does not let the answer to sending undo what the stream said already', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fill(await screen.findByRole('textbox', { name: 'Text' }), 'Quick');
    const original = fake.backend.sendMessage;
    fake.backend.sendMessage = async (...args) => {
      const result = await original(...args);
      fake.emit({ type: 'message.created', contactId: result.message.contactId, message: result.message });
      fake.emit({
        type: 'message.changed',
        contactId: result.message.contactId,
        message: { ...result.message, status: 'delivered' },
      });
      return result;
    };
    screen.getByRole('button', { name: 'Send' }).click();
    await screen.findByText('Delivered', { selector: '.outcome' });
    await until(() => screen.queryByText('Assigned to you'), 'the answer');
    expect(screen.queryByText('Queued')).to.equal(null);
  });

  it('forgets an old backend’s answers when it gets another one', async () => {
    const slow = new FakeBackend();
    slow.hold('me');
    const { screen, element } = await mount({ fake: slow });
    const next = new FakeBackend();
    next.contacts = next.contacts.filter(({ firstName }) => firstName === 'Ada');
    element.backend = next.backend;
    await screen.findByRole('option', { name: /Ada Lovelace/ });
    slow.held[0]!.release();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(slow.callsOf('searchContacts')).to.have.length(0);
    expect(slow.subscribers.size).to.equal(0);
  });
});

describe('a lost connection', () => {
  afterEach(cleanUp);

  it('is shown, and what happened meanwhile is caught up with', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fake.say('reconnecting');
    await screen.findByText('Connection lost. Coming back …');
    const dina = fake.contacts.find(({ firstName }) => firstName === 'Dina')!;
    dina.conversation = { ...dina.conversation!, status: 'open' };
    fake.say('live');
    await screen.findByText('Open', { selector: '.pill' });
    expect(screen.queryByText('Connection lost. Coming back …')).to.equal(null);
  });

  it('loads list, contact and history again when too much was missed', async () => {
    const mounted = await mount();
    const { fake } = mounted;
    await openContact(mounted, 'Dina');
    const before = ['searchContacts', 'getContact', 'listContactMessages'].map(
      (method) => fake.callsOf(method as 'me').length,
    );
    fake.emit({ type: 'resync' });
    await until(
      () =>
        ['searchContacts', 'getContact', 'listContactMessages'].every(
          (method, index) => fake.callsOf(method as 'me').length === before[index]! + 1,
        ),
      'everything to be asked again',
    );
  });

  it('says when there is no gateway, and starts when the agent tries again', async () => {
    const fake = new FakeBackend();
    fake.failNext('me', new TypeError('Failed to fetch'));
    const { screen } = await mount({ fake });
    await screen.findByText('The gateway could not be reached.');
    screen.getByRole('button', { name: 'Try again' }).click();
    await screen.findByRole('option', { name: /Ada Lovelace/ });
  });
});
