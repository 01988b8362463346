import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'n8n-node',
    include: ['nodes/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Loading n8n's execution engine takes seconds, so all files share one load; none of them changes it.
    isolate: false,
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
