/**
 * What each letter of a search costs the page, in milliseconds: the work of the main thread without the search
 * itself, and the time from the key to painted results (with the pause in which further letters are waited for).
 */
export async function keystrokes(page, text) {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
    document.querySelector('outbound-composer').shadowRoot.querySelector('#search').focus();
  });
  const work = [];
  const painted = [];
  for (const letter of text) {
    const [before, searched] = [await worked(), await page.evaluate(() => window.searching)];
    // Waited for only after the key: the page must be listening by then.
    await page.evaluate(() => {
      const root = document.querySelector('outbound-composer').shadowRoot;
      const { answered } = window;
      window.painted = new Promise((resolve) => {
        const look = (begun) => {
          const done = window.answered > answered && root.querySelector('.busy:not([hidden])') === null;
          requestAnimationFrame(() => (done ? resolve(performance.now() - begun) : look(begun)));
        };
        root.addEventListener('keydown', () => look(performance.now()), { once: true, capture: true });
      });
    });
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    painted.push(await page.evaluate(() => window.painted));
    const ofSearch = (await page.evaluate(() => window.searching)) - searched;
    work.push((await worked()) - before - ofSearch);
  }
  const longest = await page.evaluate(() => window.longest);
  await session.detach();
  return { work, painted, longest };
}
