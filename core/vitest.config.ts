import { defineConfig } from 'vitest/config';

// Pure functions share nothing, so the files may share one worker.
export default defineConfig({
  test: {
    name: 'core',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    isolate: false,
    testTimeout: 30_000,
  },
});
