import { executeServerCommand } from '@web/test-runner-commands';
import { expect } from 'chai';
import { expectAccessible } from './helpers/accessible.js';
import { cleanUp, type Mounted, mount, openContact } from './helpers/setup.js';

const emulate = (...features: [name: string, value: string][]) =>
  executeServerCommand('emulate-features', {
    features: features.map(([name, value]) => ({ name, value })),
  });

const outlineOf = (element: Element) => getComputedStyle(element).outlineStyle;

/** What of the element reaches over its edges to the side. */
function overflowing({ element }: Mounted): string[] {
  const base = element.shadowRoot!.querySelector('.base')!;
  const box = base.getBoundingClientRect();
  return [...base.querySelectorAll('*')]
    .filter((one) => one.closest('.visually-hidden, svg, option') === null && one.checkVisibility())
    .filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 0 && (left < box.left - 1 || right > box.right + 1);
    })
    .map(({ className, localName }) => `${localName}.${className}`);
}

/** A contact that has much to show, with the fields for later opened. */
async function muchOpen(width: number, locale = 'en'): Promise<Mounted> {
  const mounted = await mount({ width, properties: { locale, contactId: 'email:ada@analytical.example' } });
  const { screen, element } = mounted;
  await screen.findByRole('heading', { name: 'Ada Lovelace', level: 2 });
  screen.getByRole('button', { name: locale === 'de' ? 'Später senden' : 'Send later' }).click();
  await element.updateComplete;
  return mounted;
}

describe('an element that adapts', () => {
  afterEach(async () => {
    await emulate();
    document.documentElement.removeAttribute('style');
    document.documentElement.dir = 'ltr';
    cleanUp();
  });

  it('marks by outlines what is chosen where the system’s colours are forced', async () => {
    await emulate(['forced-colors', 'active']);
    expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    const { screen, element } = await muchOpen(1200);
    const inboxes = ['All', 'Mine'].map((name) => screen.getByRole('radio', { name }).nextElementSibling!);
    expect(inboxes.map(outlineOf)).to.deep.equal(['solid', 'none']);
    const channels = [...element.shadowRoot!.querySelectorAll('.channel')];
    expect(channels.map(outlineOf)).to.deep.equal(['solid', 'none', 'none', 'none']);
    const toggle = screen.getByRole('button', { name: 'Send later' });
    expect(outlineOf(toggle)).to.equal('solid');
    await expectAccessible(element);
  });

  it('does not move where less motion is asked for', async () => {
    await emulate(['prefers-reduced-motion', 'reduce']);
    const mounted = await mount();
    await openContact(mounted, 'Ada');
    const moving = [...mounted.element.shadowRoot!.querySelectorAll('*')]
      .map((one) => getComputedStyle(one))
      .flatMap(({ transitionDuration, animationDuration }) => [transitionDuration, animationDuration])
      .flatMap((durations) => durations.split(', '))
      .filter((duration) => Number.parseFloat(duration) > 0.001);
    expect(moving).to.deep.equal([]);
  });

  for (const [what, width, zoom, dir, locale] of [
    ['320 pixels wide', 320, '1', 'ltr', 'de'],
    ['320 pixels wide, from right to left', 320, '1', 'rtl', 'en'],
    ['at 200 % in 640 pixels', 320, '2', 'ltr', 'de'],
  ] as const)
    it(`stays within its edges ${what}`, async () => {
      Object.assign(document.documentElement, { dir });
      document.documentElement.style.setProperty('zoom', zoom);
      const mounted = await muchOpen(width, locale);
      expect(overflowing(mounted)).to.deep.equal([]);
      await expectAccessible(mounted.element);
    });
});
