import { expect } from 'chai';
import { loadPage } from './helpers/in-page.js';
import { cleanUp, until } from './helpers/setup.js';

const standalone = 'standalone=/widget/dist/outbound-composer.js';

describe('a page with a strict content security policy and trusted types', () => {
  afterEach(cleanUp);

  for (const [what, query] of [
    ['the modules', ''],
    ['the standalone file', standalone],
  ] as const)
    it(`stops nothing of ${what}`, async () => {
      const { window, root } = await loadPage('strict-csp', query);
      for (const radio of root.querySelectorAll<HTMLElement>('.channel input')) {
        radio.click();
        await new Promise((resolve) => window.requestAnimationFrame(resolve));
      }
      await until(() => root.querySelector('.verdict-panel'), 'the verdict');
      expect(window.violations).to.deep.equal([]);
      const { backgroundColor } = window.getComputedStyle(root.querySelector('.base')!);
      expect(backgroundColor, 'the styles apply').to.equal('rgb(255, 255, 255)');
    });

  it('would be noticed if it stopped something', async () => {
    const { window } = await loadPage('strict-csp');
    const probe = window.document.createElement('p');
    probe.setAttribute('style', 'color: red');
    await until(() => window.violations!.length > 0, 'the violation');
    expect(window.violations![0]).to.contain('style-src');
  });
});
