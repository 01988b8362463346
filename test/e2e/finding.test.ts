import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.js';
import { anyContact, named, nameOf } from './sample.js';

const browser = useBrowser();

/** The four things that an agent may remember of a contact. */
const WAYS = ['first name', 'last name', 'e-mail address', 'phone number'] as const;
function typed(way: (typeof WAYS)[number], contact: ReturnType<typeof named>): string {
  switch (way) {
    case 'first name':
      return contact.firstName ?? '';
    case 'last name':
      return contact.lastName ?? '';
    case 'e-mail address':
      return contact.email ?? '';
    case 'phone number':
      return contact.phone ?? '';
  }
}

describe('a contact with a closed conversation', () => {
  it.each(WAYS)('that is assigned to me is found under Mine and Closed by its %s', async (way) => {
    const contact = named('Müller');
    const page = await browser.open('mara');
    await page.chooseInbox('Mine');
    await page.chooseStatus('Closed');
    await page.searchFor(typed(way, contact));
    expect(await page.results()).toContain(nameOf(contact));
    await page.openResult(nameOf(contact));
    expect(await page.conversation()).toMatch(/Closed.*Assigned to you/);
  });

  it.each(WAYS)('that is not assigned to me is found under All and Closed by its %s', async (way) => {
    const contact = named('Ionescu');
    const page = await browser.open('jonas');
    await page.chooseInbox('All');
    await page.chooseStatus('Closed');
    await page.searchFor(typed(way, contact));
    expect(await page.results()).toContain(nameOf(contact));
    await page.openResult(nameOf(contact));
    expect(await page.conversation()).toMatch(/Closed.*Unassigned/);
  });

  it('that is not assigned to me does not show under Mine', async () => {
    const contact = named('Ionescu');
    const page = await browser.open('jonas');
    await page.chooseInbox('Mine');
    await page.searchFor(contact.lastName ?? '');
    expect(await page.results()).not.toContain(nameOf(contact));
  });

  it('is found by its German number in national notation and by its last digits', async () => {
    const contact = named('Müller');
    const page = await browser.open('mara');
    for (const notation of ['0170 1234567', '0170/1234567', '1234567', '+49 (0)170 123 45 67']) {
      await page.searchFor(notation);
      expect(await page.results(), notation).toContain(nameOf(contact));
    }
  });

  it('is found without accents and in other scripts', async () => {
    const page = await browser.open('mara');
    for (const [text, lastName] of [
      ['muller', 'Müller'],
      ['παπαδοπουλου', 'Παπαδοπούλου'],
      ['коваленко', 'Коваленко'],
      ['王', '王'],
      ['الحداد', 'الحداد'],
    ] as const) {
      await page.searchFor(text);
      expect(await page.results(), text).toContain(nameOf(named(lastName)));
    }
  });
});

describe('the list', () => {
  it('says where a contact is when it is not under the chosen status', async () => {
    const snoozed = anyContact(
      ({ conversation, email }) => conversation.status === 'snoozed' && email !== null,
    );
    const page = await browser.open('mara');
    await page.searchFor(snoozed.email ?? '');
    expect(await page.nothingFound()).toMatch(/Nothing under Closed.*1 under Snoozed/);
  });

  it('shows an agent restricted to own contacts nobody else’s', async () => {
    const page = await browser.open('aiko');
    await page.searchFor(named('Ionescu').lastName ?? '');
    expect(await page.results()).toEqual([]);
    await page.searchFor(named('佐藤').lastName ?? '');
    expect(await page.results()).toEqual([nameOf(named('佐藤'))]);
  });

  it('is used by the keyboard alone', async () => {
    const contact = named('Ionescu');
    const page = await browser.open('jonas');
    await page.searchFor(contact.email ?? '');
    await page.openFirstByKeyboard(nameOf(contact));
    expect(await page.channels()).not.toEqual([]);
  });
});
