import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { junitReporter } from '@web/test-runner-junit-reporter';
import { chromiumFlags, chromiumPath } from './scripts/chromium.mjs';

// What the README promises to work under; the list of names is needed only where a page has one at all.
const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const screenshots = {
  name: 'screenshots',
  async executeCommand({ command, payload, session }) {
    if (command !== 'screenshot') return undefined;
    return session.browser.getPage(session.id).screenshot({ clip: payload, encoding: 'base64' });
  },
};

// The runner's own command for this knows no forced colours. What a session emulates ends with the session, and the
// page is used by the next test file, too.
const emulating = new WeakMap();
const mediaFeatures = {
  name: 'media-features',
  async executeCommand({ command, payload, session }) {
    if (command !== 'emulate-features') return undefined;
    const page = session.browser.getPage(session.id);
    await emulating.get(page)?.detach();
    emulating.delete(page);
    if (payload.features.length === 0) return true;
    const cdp = await page.createCDPSession();
    await cdp.send('Emulation.setEmulatedMedia', payload);
    emulating.set(page, cdp);
    return true;
  },
};

export default {
  files: 'test/*.test.ts',
  rootDir: '..',
  port: 4310,
  nodeResolve: true,
  middleware: [
    function sendStrictPolicy(context, next) {
      if (context.path.endsWith('/strict-csp.html')) context.set('content-security-policy', strictPolicy);
      return next();
    },
  ],
  plugins: [
    screenshots,
    mediaFeatures,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  // With more, pages lose the focus to each other and the focus tests with it (modernweb-dev/web#2808).
  concurrency: 1,
  testFramework: { config: { timeout: 10_000 } },
  reporters: [
    defaultReporter(),
    junitReporter({ outputPath: fileURLToPath(new URL('reports/junit.xml', import.meta.url)) }),
  ],
  // Lit says in each page that it runs in development mode.
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: await chromiumPath(),
        headless: true,
        args: [...chromiumFlags, '--lang=en-GB', '--js-flags=--expose-gc'],
        env: { ...process.env, TZ: 'Europe/Berlin' },
      },
    }),
  ],
};
