import { defineConfig } from 'vitest/config';

/** The demo's own parts, driven from outside: by a browser, by HTTP and by n8n's engine. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['*.test.ts'],
    globalSetup: ['global-setup.ts'],
    // One gateway, one set of contacts: files one after the other.
    fileParallelism: false,
    sequence: { groupOrder: 3 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
  },
});
