import { GatewayProblem } from '@outbound-composer/core/client';
import { expect } from 'chai';
import { makeMessage, NOW } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, fill, type Mounted, mount, openContact, until } from './helpers/setup.js';

/** An element in whose workspace agents' messages wait for ten seconds, with one just sent to Olga. */
async function justSent(text = 'Your invoice is on its way.'): Promise<Mounted> {
  const mounted = await mount({ properties: { status: 'open' } });
  mounted.fake.undoSeconds = 10;
  await openContact(mounted, 'Olga');
  fill(mounted.screen.getByRole('textbox', { name: 'Text' }), text);
  mounted.screen.getByRole('button', { name: 'Send' }).click();
  await mounted.screen.findByRole('button', { name: 'Undo' });
  return mounted;
}

describe('undoing what was just sent', () => {
  afterEach(cleanUp);

  it('is possible while the gateway keeps it back, and counts down', async () => {
    const { screen, fake, clock, element, said } = await justSent();
    screen.getByText('Leaves in 10 sec');
    expect(said()).to.equal('Message queued. You can undo it for 10 seconds.');
    await expectAccessible(element);
    fake.now = NOW + 4000;
    clock.advance(4000);
    await screen.findByText('Leaves in 6 sec');
    clock.advance(6000);
    await until(() => !screen.queryByRole('button', { name: 'Undo' }), 'the moment to be over');
  });

  it('takes the message back and gives the text again, above what was written since', async () => {
    const { screen, fake, focused } = await justSent('First thought');
    const box = screen.getByRole('textbox', { name: 'Text' }) as HTMLTextAreaElement;
    expect(box.value).to.equal('');
    fill(box, 'Second thought');
    screen.getByRole('button', { name: 'Undo' }).click();
    await until(() => box.value === 'First thought\n\nSecond thought', 'the text to be back');
    await until(() => focused() === box, 'the focus to be in the text');
    expect(fake.messages.at(-1)!.status).to.equal('cancelled');
    await screen.findByText('Cancelled');
    expect(screen.queryByRole('button', { name: 'Undo' })).to.equal(null);
  });

  it('ends when the message has left', async () => {
    const { screen, fake } = await justSent();
    const sent = { ...fake.messages.at(-1)!, status: 'sending' as const };
    fake.emit({ type: 'message.changed', contactId: sent.contactId, message: sent });
    await until(() => !screen.queryByRole('button', { name: 'Undo' }), 'the button to go');
  });

  it('says so when it was too late', async () => {
    const { screen, fake } = await justSent();
    fake.failNext('cancelMessage', new GatewayProblem('not_cancellable', 409, 'The message is sending.'));
    screen.getByRole('button', { name: 'Undo' }).click();
    await screen.findByText('It has left already.');
    expect(screen.queryByRole('button', { name: 'Undo' })).to.equal(null);
    expect((screen.getByRole('textbox', { name: 'Text' }) as HTMLTextAreaElement).value).to.equal('');
  });

  it('is not offered where the workspace sends at once', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    await openContact(mounted, 'Olga');
    fill(mounted.screen.getByRole('textbox', { name: 'Text' }), 'At once');
    mounted.screen.getByRole('button', { name: 'Send' }).click();
    await mounted.screen.findByText('At once');
    expect(mounted.screen.queryByRole('button', { name: 'Undo' })).to.equal(null);
  });
});

describe('a message that is scheduled', () => {
  afterEach(cleanUp);

  it('stands in the history and can be kept from leaving', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    const { screen, fake, element, said } = mounted;
    const olga = fake.contacts.find(({ firstName }) => firstName === 'Olga')!;
    const scheduled = makeMessage(olga, 'email', -24 * 3_600_000, 'Good morning', { status: 'scheduled' });
    fake.messages.push(scheduled);
    await openContact(mounted, 'Olga');
    (await screen.findByRole('button', { name: 'Do not send' })).click();
    await screen.findByText('Cancelled');
    expect(said()).to.equal('The message will not be sent.');
    expect(fake.callsOf('cancelMessage')).to.deep.equal([[scheduled.id]]);
    await expectAccessible(element);
  });

  it('says when it was cancelled because the contact wrote first', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    const { screen, fake } = mounted;
    const olga = fake.contacts.find(({ firstName }) => firstName === 'Olga')!;
    const cancelled = { at: new Date(NOW).toISOString(), reason: 'contact_wrote' as const };
    fake.messages.push(makeMessage(olga, 'email', 0, 'Good morning', { status: 'cancelled', cancelled }));
    await openContact(mounted, 'Olga');
    await screen.findByText('Cancelled: the contact wrote first');
  });
});
