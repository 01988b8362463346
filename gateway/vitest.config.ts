import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'gateway',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    sequence: { groupOrder: 2 },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
