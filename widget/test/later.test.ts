import { GatewayProblem } from '@outbound-composer/core/client';
import { expect } from 'chai';
import { decideAt, NOW } from './fixtures/world.js';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, fill, type Mounted, mount, openContact } from './helpers/setup.js';

/** A text to a contact with the fields for later opened. */
async function later(name: string): Promise<Mounted & { when: HTMLInputElement }> {
  const mounted = await mount({ properties: { status: 'any' } });
  await openContact(mounted, name);
  fill(mounted.screen.getByRole('textbox', { name: 'Text' }), 'Good morning');
  mounted.screen.getByRole('button', { name: 'Send later' }).click();
  const when = (await mounted.screen.findByLabelText(/^Day and time/)) as HTMLInputElement;
  return { ...mounted, when };
}

describe('sending later', () => {
  afterEach(cleanUp);

  it('goes by the recipient’s clock, says which, and suggests the next morning there', async () => {
    const { screen, fake, when, element, said } = await later('陈');
    expect(when.value).to.match(/^2026-11-2\dT09:00$/);
    screen.getByText(/Asia\/Shanghai, where it is .* now\./);
    fill(when, '2026-12-01T10:30');
    await screen.findByText(/For you that is 1 Dec|For you that is Dec 1/);
    await expectAccessible(element);
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText(/10:30 AM there/);
    expect(fake.callsOf('sendMessage')[0]![0]).to.deep.include({
      schedule: { localTime: '2026-12-01T10:30' },
      cancelIfContactWrites: true,
    });
    expect(said()).to.match(/^Scheduled for .*3:30/);
    screen.getByRole('button', { name: 'Do not send' });
    screen.getByRole('button', { name: 'Send' });
  });

  it('goes by the agent’s clock, as an instant, where the contact’s is not known', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    const { screen, fake } = mounted;
    fake.contacts.find(({ firstName }) => firstName === 'Olga')!.timeZone = null;
    await openContact(mounted, 'Olga');
    fill(screen.getByRole('textbox', { name: 'Text' }), 'Good morning');
    screen.getByRole('button', { name: 'Send later' }).click();
    fill(await screen.findByLabelText('Day and time, by your clock'), '2026-12-01T10:30');
    screen.getByText(/time zone is not known\. Yours is Europe\/Berlin/);
    screen.getByRole('checkbox', { name: 'Cancel if the contact writes first' }).click();
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText('Scheduled');
    expect(fake.callsOf('sendMessage')[0]![0]).to.deep.include({
      schedule: { at: '2026-12-01T09:30:00.000Z' },
      cancelIfContactWrites: false,
    });
  });

  it('is not asked for a time that has passed, or none', async () => {
    const { screen, fake, when } = await later('Olga');
    fill(when, '2020-01-01T10:00');
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText('This time has passed. Choose one that is still to come.');
    fill(when, '');
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText('Say on which day and at what time.');
    expect(fake.callsOf('sendMessage')).to.deep.equal([]);
  });

  it('says before it is sent that the window will be closed by then', async () => {
    const { screen, when } = await later('فرح');
    fill(when, '2026-12-01T10:00');
    await screen.findByText(/^Not possible then\. ./);
  });

  it('keeps what was written when quiet hours forbid it, and can wait for their end', async () => {
    const { screen, fake, when } = await later('Olga');
    fill(when, '2026-12-01T23:00');
    const [channel] = fake.contact('olga@example.com').channels;
    const decision = {
      ...decideAt(channel!, NOW),
      reason: 'quiet_hours' as const,
      verdict: 'blocked' as const,
    };
    fake.failNext(
      'sendMessage',
      new GatewayProblem('not_eligible', 409, 'Quiet hours until 08:00.', [], { decision, alternatives: [] }),
    );
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText(/Quiet hours until 08:00\. Your text is kept\./);
    screen.getByRole('checkbox', { name: 'In quiet hours, send as soon as they are over' }).click();
    screen.getByRole('button', { name: 'Schedule' }).click();
    await screen.findByText('Scheduled');
    expect(fake.callsOf('sendMessage').at(-1)![0]).to.deep.include({ postponeQuietHours: true });
  });
});
