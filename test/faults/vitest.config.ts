import { defineConfig } from 'vitest/config';

/** A whole gateway whose providers go wrong. */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['*.test.ts'],
    maxWorkers: 2,
    sequence: { groupOrder: 4 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
