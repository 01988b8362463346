import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.js';
import { CustomerSide } from './customer.js';
import { anyContact, nameOf } from './sample.js';

const browser = useBrowser();

describe.each([
  { channel: 'telegram', label: 'Telegram' },
  { channel: 'email', label: 'E-mail' },
  { channel: 'website_chat', label: 'Website chat' },
] as const)('$label', ({ channel, label }) => {
  it('carries a message to the customer, and the answer back to the page without a reload', async () => {
    const contact = anyContact(
      ({ identities, conversation, email }) =>
        conversation.status === 'closed' &&
        conversation.assignee === null &&
        email !== null &&
        identities.some((identity) => identity.channel === channel && identity.state === 'open'),
    );
    const customer = new CustomerSide(contact.externalId);
    const page = await browser.open('jonas');
    await page.searchFor(contact.email ?? '');
    await page.openResult(nameOf(contact));
    await page.chooseChannel(label);
    await page.writeText('The part has arrived.');
    await page.send();
    await expect.poll(() => page.conversation()).toMatch(/Open.*Assigned to you/);
    await expect
      .poll(async () => (await customer.received(channel)).at(-1))
      .toMatchObject({ text: 'The part has arrived.', status: 'read' });
    await expect.poll(() => page.statusOf('The part has arrived.')).toMatch(/^(sent|delivered|read)$/);

    await customer.write(channel, 'Great, I am coming at five.');
    await expect
      .poll(() => page.messages())
      .toContainEqual(expect.objectContaining({ direction: 'inbound', text: 'Great, I am coming at five.' }));
  });
});
