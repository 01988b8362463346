import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'n8n-node',
    include: ['nodes/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    maxWorkers: 2,
    // Loading n8n's execution engine takes a few seconds per worker.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
