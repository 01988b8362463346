import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { junitReporter } from '@web/test-runner-junit-reporter';
import { chromiumFlags, chromiumPath } from './scripts/chromium.mjs';

export default {
  files: 'test/*.test.ts',
  rootDir: '..',
  port: 4310,
  nodeResolve: true,
  plugins: [
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
        args: [...chromiumFlags, '--lang=en-GB'],
        env: { ...process.env, TZ: 'Europe/Berlin' },
      },
    }),
  ],
};
