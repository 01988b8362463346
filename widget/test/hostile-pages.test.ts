import { executeServerCommand } from '@web/test-runner-commands';
import { expect } from 'chai';
import { loadPage } from './helpers/in-page.js';
import { cleanUp, until } from './helpers/setup.js';

/** The pixels of the element on a page of `test/pages`. */
async function pictureOf(name: string): Promise<string> {
  const { root, window } = await loadPage(name);
  await window.document.fonts.ready;
  await until(() => root.getAnimations().length === 0, 'everything to stand still');
  await new Promise((resolve) => window.requestAnimationFrame(() => window.requestAnimationFrame(resolve)));
  const picture = await executeServerCommand<string, object>('screenshot', {
    x: 10,
    y: 10,
    width: 860,
    height: 680,
  });
  cleanUp();
  return picture;
}

describe('a page whose styles reach for everything', () => {
  let plain: string;

  before(async () => {
    plain = await pictureOf('plain');
  });
  afterEach(cleanUp);

  for (const [name, what] of [
    ['preflight', 'with Tailwind’s preflight'],
    ['unset', 'that unsets everything'],
    ['small-root', 'with a small root font and loud text'],
    ['bootstrap', 'with class names like ours and a war of z-indexes'],
  ] as const)
    it(`leaves the same picture: one ${what}`, async () => {
      expect((await pictureOf(name)) === plain, `the picture differs on the page ${name}`).to.equal(true);
    });

  it('that stops events before they reach its own handlers does not stop ours', async () => {
    const { root, window } = await loadPage('plain');
    for (const type of ['click', 'input', 'change', 'keydown', 'submit'])
      window.document.addEventListener(type, (event) => event.stopImmediatePropagation());
    root.querySelector<HTMLElement>('#reopen-button')!.click();
    await new Promise((resolve) => window.requestAnimationFrame(resolve));
    expect(root.querySelector('#reopen-field')).not.to.equal(null);
  });
});
