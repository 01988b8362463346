import { expect } from 'chai';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, fill, mount, openContact, press, until } from './helpers/setup.js';

describe('opening, closing and assigning', () => {
  afterEach(cleanUp);

  it('reopens with a reason', async () => {
    const mounted = await mount();
    const { screen, fake, element, said } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('button', { name: 'Reopen' }).click();
    fill(await screen.findByRole('textbox', { name: 'Reason (optional)' }), 'Parcel was found');
    await expectAccessible(element);
    screen.getAllByRole('button', { name: 'Reopen' }).at(-1)!.click();
    await screen.findByText('Reopened: Parcel was found');
    expect(fake.callsOf('reopenConversation')[0]![1]).to.deep.equal({
      takeOver: false,
      reason: 'Parcel was found',
    });
    expect(said()).to.equal('The conversation is open and assigned to you.');
  });

  it('closes with a category and a summary', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    const { screen, fake } = mounted;
    await openContact(mounted, 'Olga');
    screen.getByRole('button', { name: 'Close' }).click();
    fill(await screen.findByRole('textbox', { name: 'Category (optional)' }), 'Billing');
    fill(screen.getByRole('textbox', { name: 'Summary (optional)' }), 'Invoice corrected.');
    screen.getAllByRole('button', { name: 'Close' }).at(-1)!.click();
    await screen.findByText('Closed', { selector: '.pill' });
    expect(fake.callsOf('closeConversation')[0]![1]).to.deep.equal({
      category: 'Billing',
      summary: 'Invoice corrected.',
    });
  });

  it('lets the agent say at closing whether a survey follows, where the workspace has them', async () => {
    const mounted = await mount({ properties: { status: 'open' } });
    const { screen, fake, element } = mounted;
    fake.asksAfterClosing = true;
    await openContact(mounted, 'Olga');
    screen.getByRole('button', { name: 'Close' }).click();
    const name = 'Ask how satisfied the contact is';
    const box = (await screen.findByRole('checkbox', { name })) as HTMLInputElement;
    expect(box.checked).to.equal(true);
    await expectAccessible(element);
    box.click();
    screen.getAllByRole('button', { name: 'Close' }).at(-1)!.click();
    await screen.findByText('Closed', { selector: '.pill' });
    expect(fake.callsOf('closeConversation')[0]![1]).to.deep.equal({ survey: false });
  });

  it('leaves the form with Escape and gives the focus back', async () => {
    const mounted = await mount();
    const { screen, focused } = mounted;
    await openContact(mounted, 'Ada');
    screen.getByRole('button', { name: 'Reopen' }).click();
    const field = await screen.findByRole('textbox', { name: 'Reason (optional)' });
    await until(() => focused() === field, 'the focus to be in the form');
    press(field, 'Escape');
    await until(() => !screen.queryByRole('textbox', { name: 'Reason (optional)' }), 'the form to go');
    await until(() => focused() === screen.getByRole('button', { name: 'Reopen' }), 'the focus to be back');
  });

  it('asks before it assigns another agent’s conversation to this one', async () => {
    const mounted = await mount();
    const { screen } = mounted;
    await openContact(mounted, 'Bo');
    screen.getByRole('button', { name: 'Assign to me' }).click();
    await screen.findByRole('alertdialog', { name: /Grace Hopper/ });
    screen.getByRole('button', { name: 'Take over' }).click();
    await screen.findByText('Assigned to you');
  });

  it('shows what another agent does to the open conversation', async () => {
    const mounted = await mount();
    const { screen, fake, element } = mounted;
    const seen: string[] = [];
    element.addEventListener('outbound-composer-conversation-change', ({ conversation }) =>
      seen.push(conversation.status),
    );
    await openContact(mounted, 'Dina');
    const dina = fake.contacts.find(({ firstName }) => firstName === 'Dina')!;
    fake.emit({
      type: 'conversation.changed',
      contactId: dina.id,
      conversation: {
        ...dina.conversation!,
        status: 'open',
        assignee: { id: 'other', name: 'Grace Hopper' },
      },
    });
    await screen.findByText('Assigned to Grace Hopper');
    screen.getByText('Assigned to Grace Hopper. Sending asks you first whether to take it over.');
    expect(seen).to.deep.equal(['open']);
  });

  it('shows the note of the last closing', async () => {
    const mounted = await mount();
    await openContact(mounted, 'Ada');
    mounted.screen.getByText(/Parcel lost by the carrier, a search is under way./);
  });
});
