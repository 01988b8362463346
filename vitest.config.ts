import { defineConfig } from 'vitest/config';

/** Every vitest suite of the workspace in one run; a package's own settings stand in its folder. */
export default defineConfig({
  test: {
    projects: [
      'core/vitest.config.ts',
      'gateway/vitest.config.ts',
      'n8n-node/vitest.config.mts',
      'widget/vitest.config.ts',
      'demo/vitest.config.ts',
      'test/vitest.config.ts',
      'test/faults/vitest.config.ts',
      'test/e2e/vitest.config.ts',
    ],
    maxWorkers: 2,
  },
});
