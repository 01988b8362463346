import { expect } from 'chai';
import { FakeBackend } from './fixtures/fake-backend.js';
import { minutes } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, mount, openContact, until } from './helpers/setup.js';

describe('seeing what each channel permits', () => {
  afterEach(cleanUp);

  it('shows every channel with its verdict and chooses the best one', async () => {
    const mounted = await mount();
    const { screen, element } = mounted;
    await openContact(mounted, 'Ada');
    const radios = screen.getByRole('group', { name: 'Channels' }).querySelectorAll('input');
    expect([...radios].map(({ checked }) => checked)).to.deep.equal([true, false, false, false]);
    screen.getByRole('radio', { name: /E-mail.*Open/ });
    screen.getByRole('radio', { name: /WhatsApp.*Restricted.*Templates only/ });
    screen.getByRole('radio', { name: /Instagram.*Blocked.*Nothing can be sent now/ });
    await expectAccessible(element);
  });

  it('explains a restricted channel: why, what is allowed, what would open it', async () => {
    const mounted = await mount();
    const { screen, element } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /WhatsApp/ }).click();
    await screen.findByText(/window of 24 hours on WhatsApp closed|24.hour window on WhatsApp closed/i);
    screen.getByText(/Opens when the contact writes/);
    await expectAccessible(element);
  });

  it('explains a blocked channel and offers the ones that take something', async () => {
    const mounted = await mount();
    const { screen, element } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /Instagram/ }).click();
    await screen.findByText('Nothing can be sent on Instagram now');
    expect(screen.queryByRole('button', { name: 'Send' })).to.equal(null);
    await expectAccessible(element);
    screen.getByRole('button', { name: /SMS/ }).click();
    await screen.findByRole('textbox', { name: 'Text' });
    expect((screen.getByRole('radio', { name: /SMS/ }) as HTMLInputElement).checked).to.equal(true);
  });

  it('says that a capped channel is used up, and counts what is left on another', async () => {
    const mounted = await mount();
    const { screen } = mounted;
    await openContact(mounted, '陈');
    await screen.findByText('3 messages left');
    screen.getByRole('radio', { name: /WeChat.*Blocked/ }).click();
    await screen.findByText(/messages of the .* window on WeChat are used|Nothing can be sent on WeChat now/);
  });

  it('begins with a channel that the gateway can send on, and says of another that it cannot', async () => {
    const fake = new FakeBackend();
    fake.verdictsOnly = ['email'];
    const mounted = await mount({ fake });
    const { screen, element } = mounted;
    await openContact(mounted, 'Ada');
    await until(
      () => (screen.getByRole('radio', { name: /SMS/ }) as HTMLInputElement).checked,
      'SMS to be chosen',
    );
    screen.getByRole('radio', { name: /E-mail.*Open/ }).click();
    await screen.findByText('This gateway cannot send on E-mail yet; it only shows the verdict.');
    expect(screen.queryByRole('button', { name: 'Send' })).to.equal(null);
    screen.getByRole('button', { name: /SMS/ });
    await expectAccessible(element);
  });

  it('explains the Human Agent tag before it is used', async () => {
    const mounted = await mount();
    const { screen, element } = mounted;
    await openContact(mounted, 'Dina');
    screen.getByRole('radio', { name: /Messenger.*Restricted.*Human Agent tag/ });
    await screen.findByText(/Goes out with the HUMAN_AGENT tag/);
    await expectAccessible(element);
  });

  it('says that a bot-initiated message counts against the allowance', async () => {
    const mounted = await mount();
    const { screen } = mounted;
    await openContact(mounted, 'Dina');
    screen.getByRole('radio', { name: /Viber/ }).click();
    await screen.findByText(/Goes out as a bot-initiated message/);
    screen.getByText('10 messages left');
  });

  it('counts down by the gateway’s clock, at the end by the second', async () => {
    const fake = new FakeBackend();
    // The agent's computer is two minutes slow.
    fake.now += 120_000;
    const mounted = await mount({ fake });
    const { screen, clock } = mounted;
    await openContact(mounted, 'Bo');
    await screen.findByRole('radio', { name: /WhatsApp.*closes in 2 min 59 sec$/ });
    clock.advance(1_000);
    await screen.findByRole('radio', { name: /WhatsApp.*closes in 2 min 58 sec$/ });
  });

  it('turns to templates at the instant the window closes, and says so', async () => {
    const mounted = await mount();
    const { screen, clock, fake, said } = mounted;
    await openContact(mounted, 'Bo');
    await screen.findByRole('textbox', { name: 'Text' });
    const asked = fake.callsOf('getContact').length;
    fake.now += 301_000;
    clock.advance(301_000);
    await screen.findByRole('textbox', { name: 'Search templates' });
    screen.getByRole('radio', { name: /WhatsApp.*Restricted/ });
    await until(() => said().includes('WhatsApp: Restricted'), 'the change to be said');
    await until(() => fake.callsOf('getContact').length === asked + 1, 'the gateway to be asked again');
  });

  it('opens without a reload when the contact writes', async () => {
    const mounted = await mount();
    const { screen, fake, said } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('radio', { name: /WhatsApp.*Restricted/ }).click();
    await screen.findByRole('textbox', { name: 'Search templates' });
    const ada = fake.contacts.find(({ firstName }) => firstName === 'Ada')!;
    ada.channels.find(({ channel }) => channel === 'whatsapp')!.facts.window.lastInboundAt = new Date(
      fake.now,
    ).toISOString();
    const inbound = {
      ...fake.messages.find(({ contactId, direction }) => contactId === ada.id && direction === 'inbound')!,
    };
    fake.emit({
      type: 'message.created',
      contactId: ada.id,
      message: {
        ...inbound,
        id: 'new',
        at: new Date(fake.now).toISOString(),
        content: { kind: 'text', text: 'Hello again' },
      },
    });
    await screen.findByText('Hello again');
    await screen.findByRole('radio', {
      name: /WhatsApp.*Open.*closes in 23 hr 59 min/,
    });
    expect(said()).to.match(/The contact has written|WhatsApp: Open/);
  });

  it('decides for another purpose at once and asks the gateway for its word', async () => {
    const mounted = await mount();
    const { screen, fake } = mounted;
    await openContact(mounted, 'Dina');
    const purpose = screen.getByRole('combobox', { name: 'Purpose' }) as HTMLSelectElement;
    purpose.value = 'marketing';
    purpose.dispatchEvent(new Event('change', { bubbles: true }));
    await screen.findByRole('radio', { name: /Messenger.*Blocked/ });
    await until(
      () =>
        fake
          .callsOf('getContact')
          .some(([, query]) => (query as { purpose?: string }).purpose === 'marketing'),
      'the gateway to be asked',
    );
  });

  it('keeps the gateway’s verdict when the gateway decides by rules of its own', async () => {
    const fake = new FakeBackend();
    fake.me.workspace.preset = 'our-own';
    const mounted = await mount({ fake });
    const { screen, clock } = mounted;
    await openContact(mounted, 'Bo');
    // Nobody here can know what comes after: it is the gateway that says so, when it answers.
    fake.hold('getContact');
    clock.advance(minutes(5));
    await until(() => fake.held.length === 1, 'the gateway to be asked');
    await screen.findByRole('radio', { name: /WhatsApp.*Open/ });
    // By its own clock it is not time yet, so it is asked once more.
    fake.unhold('getContact');
    fake.held[0]!.release();
    const asked = fake.callsOf('getContact').length;
    await until(() => clock.pending > 0, 'the next look');
    fake.now += minutes(5);
    clock.advance(5000);
    await until(() => fake.callsOf('getContact').length === asked + 1, 'the gateway to be asked again');
    await screen.findByRole('radio', { name: /WhatsApp.*Restricted/ });
  });
});
