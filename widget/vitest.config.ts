import { defineConfig } from 'vitest/config';

/** What needs no browser; the rest runs in one, see web-test-runner.config.mjs. */
export default defineConfig({
  test: {
    name: 'widget',
    include: ['src/**/*.test.ts', 'test/node/*.test.ts'],
    environment: 'node',
    isolate: false,
  },
});
