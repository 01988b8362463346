import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.js';
import { CustomerSide } from './customer.js';
import { agent, problemOf } from './gateway.js';
import { named, nameOf, refOf } from './sample.js';

const browser = useBrowser();

describe('an Instagram contact after its window', () => {
  it('is blocked, the page says what unlocks it, and another channel is offered and works', async () => {
    const luca = named('Moretti');
    const page = await browser.open('jonas');
    await page.searchFor('Moretti');
    await page.openResult(nameOf(luca));
    await page.chooseChannel('Instagram');
    expect(await page.verdict()).toMatch(/Blocked.*Nothing can be sent on Instagram now/);
    expect(await page.compose()).toMatch(/until the (contact|customer) (writes|acts)|writes to you/i);
    expect(await page.canWriteText()).toBe(false);
    expect(await page.compose()).toMatch(/You can write here instead.*E-mail/);

    await page.chooseChannel('E-mail');
    await page.writeText('Buongiorno Luca, your bike is ready.');
    await page.send();
    await expect.poll(() => page.conversation()).toMatch(/Open.*Assigned to you/);
    await expect
      .poll(() => new CustomerSide(luca.externalId).received('email'))
      .toMatchObject([{ text: 'Buongiorno Luca, your bike is ready.' }]);
  });
});

describe('a WeChat contact at its cap', () => {
  it('is blocked until it writes, on the page and in the API', async () => {
    const xiaoming = named('王');
    const page = await browser.open('jonas');
    await page.searchFor('Xiaoming');
    await page.openResult(nameOf(xiaoming));
    await page.chooseChannel('WeChat');
    expect(await page.verdict()).toMatch(/Blocked.*Nothing can be sent on WeChat now/);
    expect(await page.verdict()).toMatch(/\b5\b/);
    expect(await page.canWriteText()).toBe(false);

    const problem = await problemOf(
      (await agent('jonas')).sendMessage(
        { contact: refOf(xiaoming), channel: 'wechat', content: { kind: 'text', text: '您好' } },
        crypto.randomUUID(),
      ),
    );
    expect(problem.refusal?.decision).toMatchObject({
      verdict: 'blocked',
      reason: 'quota_exhausted',
      remaining: 0,
      unlockedBy: ['inbound'],
    });
  });
});

describe('a Messenger contact on its third day', () => {
  it('may be written to by a person with the HUMAN_AGENT tag, and by no machine', async () => {
    const irini = named('Παπαδοπούλου');
    const page = await browser.open('aiko');
    await page.searchFor('Irini');
    await page.openResult(nameOf(irini));
    await page.chooseChannel('Messenger');
    expect(await page.verdict()).toMatch(/Restricted.*Human Agent tag/);
    expect(await page.verdict()).toMatch(/closes in/);

    const { items } = await (await agent('mara')).checkEligibility({
      items: [
        { contact: refOf(irini), channel: 'messenger', sender: 'human' },
        { contact: refOf(irini), channel: 'messenger', sender: 'automation' },
      ],
    });
    const decisions = items.map((item) => (item.ok ? item.result.decisions[0]?.decision : null));
    expect(decisions[0]?.ways).toEqual([{ form: 'tag', tag: 'HUMAN_AGENT' }]);
    expect(decisions[1]?.verdict).toBe('blocked');
  });
});
