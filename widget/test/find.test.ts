import { expect } from 'chai';
import { FakeBackend } from './fixtures/fake-backend.js';
import { days, makeContact } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, fill, mount, press, until } from './helpers/setup.js';

describe('finding a contact', () => {
  afterEach(cleanUp);

  it('begins with the closed conversations of all inboxes, the most recently closed first', async () => {
    const { contacts, fake, element } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    const options = contacts();
    expect(
      options.map((option) => option.querySelector('.result-name')!.textContent!.trim().replace(/\s+/g, ' ')),
    ).to.deep.equal(['Bo Andersson', '小明 陈', 'Emil Blocked', 'فرح النجار', 'Ada Lovelace', 'Dina Haddad']);
    expect(fake.callsOf('searchContacts')[0]![0]).to.deep.include({
      q: '',
      inbox: 'all',
      status: 'closed',
      sort: 'recently_closed',
    });
    await expectAccessible(element);
  });

  it('asks once after a pause in typing, and marks what matched', async () => {
    const { contacts, screen, fake, clock } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    const box = screen.getByRole('combobox', { name: 'Search contacts' });
    for (const text of ['l', 'lo', 'lov']) fill(box, text);
    expect(fake.callsOf('searchContacts')).to.have.length(1);
    clock.advance(120);
    await until(() => contacts().length === 1, 'one contact');
    expect(fake.callsOf('searchContacts')).to.have.length(2);
    expect(contacts()[0]!.querySelector('mark')!.textContent).to.equal('Lov');
  });

  it('finds by e-mail and shows the phone when the phone matched', async () => {
    const { contacts, screen, clock } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    fill(screen.getByRole('combobox', { name: 'Search contacts' }), '1701234');
    clock.advance(120);
    const option = await screen.findByRole('option', { name: /Ada Lovelace.*\+4917012345678/ });
    expect(option.querySelector('mark')!.textContent).to.equal('1701234');
  });

  it('says each channel’s verdict of a contact in words', async () => {
    const { screen } = await mount();
    await screen.findByRole('option', {
      name: /Ada Lovelace.*E-mail: Open.*WhatsApp: Restricted.*Instagram: Blocked/,
    });
  });

  it('narrows to the agent’s own contacts under Mine', async () => {
    const { contacts, screen } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    screen.getByRole('radio', { name: 'Mine' }).click();
    await until(() => contacts().length === 2, 'two contacts');
    expect(screen.queryByRole('option', { name: /Bo Andersson/ })).to.equal(null);
  });

  it('narrows to contacts with a channel, of those that the workspace has', async () => {
    const { contacts, screen, fake } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    const channel = (await screen.findByRole('combobox', { name: 'Channel' })) as HTMLSelectElement;
    const offered = [...channel.options].map(({ text }) => text);
    expect(offered).to.include.members(['All channels', 'WhatsApp', 'WeChat']);
    expect(offered).not.to.include('Slack');
    channel.value = 'wechat';
    channel.dispatchEvent(new Event('change'));
    await until(() => contacts().length === 1, 'one contact');
    expect(contacts()[0]!.textContent).to.include('小明');
    expect(fake.callsOf('searchContacts').at(-1)![0]).to.deep.include({ channel: ['wechat'] });
  });

  it('offers no inbox to an agent who may see only own contacts, and asks for those', async () => {
    const fake = new FakeBackend();
    if (fake.me.actor.kind === 'agent') fake.me.actor.agent.role = 'agent_own';
    const { screen } = await mount({ fake });
    await until(() => fake.callsOf('searchContacts').length > 0, 'a search');
    expect(screen.queryByRole('radio', { name: 'All' })).to.equal(null);
    expect(fake.callsOf('searchContacts')[0]![0]).to.include({ inbox: 'mine' });
  });

  it('says where a contact is found when it is not under Closed, and goes there at a press', async () => {
    const { contacts, screen, clock, element, said } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    fill(screen.getByRole('combobox', { name: 'Search contacts' }), 'samuel');
    clock.advance(120);
    const elsewhere = await screen.findByRole('button', { name: '1 under Snoozed' });
    expect(said()).to.contain('Found instead: 1 Snoozed');
    await expectAccessible(element);
    elsewhere.click();
    await screen.findByRole('option', { name: /Samuel Ito/ });
    expect((screen.getByRole('combobox', { name: 'Status' }) as HTMLSelectElement).value).to.equal('snoozed');
  });

  it('walks the list with the arrow keys, opens with Enter and clears with Escape', async () => {
    const { contacts, screen, fake, clock } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    const box = screen.getByRole('combobox', { name: 'Search contacts' });
    box.focus();
    expect(box.hasAttribute('aria-activedescendant')).to.equal(false);
    press(box, 'ArrowDown');
    press(box, 'ArrowDown');
    press(box, 'ArrowUp');
    press(box, 'ArrowDown');
    await until(
      () => box.getAttribute('aria-activedescendant') === 'option-1',
      'the second option to be active',
    );
    press(box, 'Enter');
    await screen.findByRole('heading', { name: '小明 陈' });
    expect(fake.callsOf('getContact')).to.have.length(1);
    fill(box, 'xyz');
    press(box, 'Escape');
    await until(() => (box as HTMLInputElement).value === '', 'an empty box');
    clock.advance(120);
    await until(() => contacts().length === 6, 'all contacts again');
  });

  it('shows further pages when asked, below what is already there', async () => {
    const fake = new FakeBackend();
    for (let index = 0; index < 30; index += 1)
      fake.contacts.push(
        makeContact({
          first: 'Page',
          last: `Number ${index}`,
          ago: days(20 + index),
          channels: { email: { address: 'p@example.com' } },
        }),
      );
    const { contacts, screen } = await mount({ fake });
    await until(() => contacts().length === 25, 'the first page');
    screen.getByRole('button', { name: 'Show more' }).click();
    await until(() => contacts().length === 36, 'the second page');
    expect(screen.queryByRole('button', { name: 'Show more' })).to.equal(null);
  });

  it('keeps the results and says what is wrong when a search fails', async () => {
    const { contacts, screen, fake, element } = await mount();
    await until(() => contacts().length > 0, 'contacts');
    fake.failNext('searchContacts', new TypeError('Failed to fetch'));
    screen.getByRole('radio', { name: 'Mine' }).click();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).to.contain('The gateway could not be reached.');
    expect(contacts()).to.have.length(6);
    await expectAccessible(element);
    screen.getByRole('button', { name: 'Try again' }).click();
    await until(() => contacts().length === 2, 'the own contacts');
    expect(screen.queryByRole('alert')).to.equal(null);
  });
});
