// What a page pays for the element: bytes, time until it can be used, work per letter, memory; beside elements that
// others give away for a script tag.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { launchChromium } from '../../support/chromium.ts';
import { figure, percentile } from '../support/figure.mjs';
import { keystrokes } from './keystrokes.mjs';
import { composerPage, page, servePages } from './pages.mjs';
import { PEERS, readFiles, unpack } from './peers.mjs';

const CONTACTS = Number(process.env.BENCH_LOCAL_CONTACTS ?? 100_000);
const LOADS = 7;
const MOUNTS = 50;
const TYPED = 'name1 family2';

const standalone = fileURLToPath(import.meta.resolve('@outbound-composer/widget/standalone'));
const gzipped = (files) => files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
const [file] = readFiles(dirname(standalone), ['outbound-composer.js']);
figure('widget.standalone_min', file.length, 'bytes');
figure('widget.standalone_brotli', brotliCompressSync(file).length, 'bytes');
figure('widget.standalone_gzip', gzipped([file]), 'bytes');
const peers = PEERS.map((peer) => ({ ...peer, folder: unpack(peer) }));
for (const { name, folder, files } of peers)
  figure('widget.standalone_gzip', gzipped([file]), 'bytes', name, gzipped(readFiles(folder, files)));

const pages = { composer: page(composerPage(25)), many: page(composerPage(CONTACTS)) };
const folders = { composer: dirname(standalone), many: dirname(standalone) };
peers.forEach(({ show, folder }, index) => {
  pages[`peer${index}`] = page(show);
  folders[`peer${index}`] = folder;
});
const server = await servePages(pages, folders);
const browser = await launchChromium();
try {
  const ours = await timeToShow('composer');
  figure('widget.shown', ours, 'ms');
  for (const [index, { name }] of peers.entries())
    figure('widget.shown', ours, 'ms', name, await timeToShow(`peer${index}`));
  for (const throttle of [1, 4]) await typing(throttle);
  await memory();
} finally {
  await browser.close();
  server.close();
}

/** Median of the time from before the script until what it showed was painted, in pages without a cache. */
async function timeToShow(name) {
  const times = [];
  for (let load = 0; load < LOADS; load++) {
    const tab = await browser.newPage();
    await tab.setCacheEnabled(false);
    await tab.goto(`${server.origin}/${name}/`);
    times.push(await (await tab.waitForFunction(() => window.shownAfter)).jsonValue());
    await tab.close();
  }
  return percentile(times, 0.5);
}

async function typing(throttle) {
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/many/`);
  await tab.waitForFunction(() => window.shownAfter);
  await tab.emulateCPUThrottling(throttle);
  const { work, painted, longest } = await keystrokes(tab, TYPED);
  await tab.close();
  const name = `widget.keystroke.local_${CONTACTS}.cpu_${throttle}x`;
  figure(`${name}.work_p50`, percentile(work, 0.5), 'ms');
  figure(`${name}.work_max`, Math.max(...work), 'ms');
  figure(`${name}.painted_p50`, percentile(painted, 0.5), 'ms');
  // The browser reports tasks from 50 ms on; 0 says that there was none.
  figure(`${name}.longest_task`, longest, 'ms');
}

/** What 50 elements that came and went leave behind. */
async function memory() {
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/composer/`);
  await tab.waitForFunction(() => window.shownAfter);
  const used = async () => {
    const session = await tab.createCDPSession();
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize;
  };
  const comeAndGo = (times) =>
    tab.evaluate(async (count) => {
      for (let n = 0; n < count; n++) {
        const element = window.show();
        while (window.shown(element) === 0) await new Promise(requestAnimationFrame);
        element.remove();
      }
    }, times);
  await comeAndGo(5);
  const before = await used();
  await comeAndGo(MOUNTS);
  figure('widget.left_by_50_mounts', (await used()) - before, 'bytes');
  await tab.close();
}
