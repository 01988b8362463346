import { expect } from 'chai';
import * as definition from '../src/define.js';
import { OutboundComposer } from '../src/index.js';
import { ada } from './fixtures/contacts.js';
import { FakeBackend } from './fixtures/fake-backend.js';
import { cleanUp, fill, mount, openContact, until } from './helpers/setup.js';

/** The tests' browser is started with `--expose-gc`. Asynchronously, so that nothing on the stack is spared. */
async function collectGarbage(): Promise<void> {
  const { gc } = globalThis as unknown as {
    gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;
  };
  await gc({ type: 'major', execution: 'async' });
}

describe('the life of the element', () => {
  afterEach(cleanUp);

  it('is registered once, however often it is loaded', async () => {
    // Another address makes the browser run the module again, as a second script tag would.
    const again = '../src/define.ts?again';
    const second = (await import(again)) as typeof definition;
    expect(customElements.get('outbound-composer')).to.equal(OutboundComposer);
    expect(second).to.not.equal(definition);
  });

  it('can be registered under another name', () => {
    class OtherName extends OutboundComposer {}
    customElements.define('other-composer', OtherName);
    expect(document.createElement('other-composer')).to.be.instanceOf(OutboundComposer);
  });

  it('takes properties that were set before it was defined', async () => {
    const fake = new FakeBackend();
    const element = document.createElement('late-composer') as OutboundComposer;
    element.backend = fake.backend;
    document.body.append(element);
    customElements.define('late-composer', class extends OutboundComposer {});
    await until(() => fake.callsOf('me').length === 1, 'the backend to be used');
  });

  it('keeps draft, contact and event stream when it is moved in the page', async () => {
    const mounted = await mount();
    const { element, screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    fill(await screen.findByRole('textbox', { name: 'Text' }), 'Half a sent');
    const calls = fake.calls.length;
    const elsewhere = document.createElement('main');
    document.body.append(elsewhere);
    elsewhere.append(element);
    await element.updateComplete;
    expect(fake.calls.length).to.equal(calls);
    expect(fake.subscribers.size).to.equal(1);
    expect((screen.getByRole('textbox', { name: 'Text' }) as HTMLTextAreaElement).value).to.equal(
      'Half a sent',
    );
    screen.getByRole('heading', { name: 'Dina Haddad' });
  });

  it('stops everything when it leaves the page, and catches up when it returns', async () => {
    const mounted = await mount();
    const { element, fake, clock, screen } = mounted;
    await openContact(mounted, 'Dina');
    const parent = element.parentElement!;
    element.remove();
    await until(() => fake.subscribers.size === 0, 'the stream to end');
    expect(clock.pending).to.equal(0);
    const dina = fake.contacts.find(({ firstName }) => firstName === 'Dina')!;
    dina.conversation = { ...dina.conversation!, status: 'open' };
    parent.append(element);
    await screen.findByText('Open', { selector: '.pill' });
    expect(fake.subscribers.size).to.equal(1);
  });

  it('leaves nothing behind after fifty mounts', async () => {
    const fake = new FakeBackend();
    const elements: WeakRef<OutboundComposer>[] = [];
    // In a function of its own: a variable of this one would keep the last element alive.
    async function mountOnce(): Promise<void> {
      const { element, clock } = await mount({ fake });
      elements.push(new WeakRef(element));
      element.parentElement!.remove();
      await until(() => fake.subscribers.size === 0 && clock.pending === 0, 'everything to stop');
    }
    for (let count = 0; count < 50; count += 1) await mountOnce();
    // Answers that were under way have arrived by now, and nothing holds on to whom they were for.
    await until(() => fake.underWay === 0, 'the last answers');
    const left = () => elements.filter((element) => element.deref()).length;
    for (let round = 0; round < 20 && left() > 0; round += 1) await collectGarbage();
    expect(left()).to.equal(0);
  });

  it('opens on the contact the page names by id, e-mail or phone, without taking the focus', async () => {
    for (const properties of [
      { contactId: ada.id },
      { email: 'ada@analytical.example' },
      { phone: '+49 170 12345678' },
    ]) {
      const { screen } = await mount({ properties });
      await screen.findByRole('heading', { name: 'Ada Lovelace' });
      expect(document.activeElement).to.equal(document.body);
      cleanUp();
    }
  });

  it('follows the page to another contact', async () => {
    const { screen, element } = await mount();
    element.setAttribute('contact-id', ada.id);
    await screen.findByRole('heading', { name: 'Ada Lovelace' });
    element.setAttribute('email', 'bo@andersson.example');
    element.removeAttribute('contact-id');
    await screen.findByRole('heading', { name: 'Bo Andersson' });
  });

  it('says when nobody has the address that the page names', async () => {
    const { screen } = await mount({ properties: { email: 'nobody@example.com' } });
    await screen.findByText('There is no contact for nobody@example.com.');
  });

  it('shows one side at a time where it is narrow, and the way back', async () => {
    const mounted = await mount({ width: 340 });
    const { screen, focused } = mounted;
    await openContact(mounted, 'Dina');
    expect(screen.queryByRole('combobox', { name: 'Search contacts' })).to.equal(null);
    screen.getByRole('button', { name: 'Back to the search' }).click();
    const box = await screen.findByRole('combobox', { name: 'Search contacts' });
    await until(() => focused() === box, 'the focus to be in the search box');
    expect(screen.queryByRole('heading', { name: 'Dina Haddad' })).to.equal(null);
  });

  it('moves the focus to the heading of the contact that was chosen', async () => {
    const mounted = await mount();
    await openContact(mounted, 'Dina');
    await until(
      () => mounted.focused()?.textContent?.includes('Dina Haddad'),
      'the focus to be on the heading',
    );
  });
});
