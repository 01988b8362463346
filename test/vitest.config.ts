import { defineConfig } from 'vitest/config';

/** What spans packages and needs nothing running. The browser's tests have a project of their own: e2e/. */
export default defineConfig({
  test: {
    name: 'workspace',
    include: ['*.test.ts'],
    testTimeout: 30_000,
  },
});
