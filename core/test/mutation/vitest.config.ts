import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Properties ask thousands of questions; they come last, to the mutants that everything else let live. */
class PropertiesLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isProperties = ({ moduleId }: TestSpecification) => Number(moduleId.includes('.properties.'));
    return [...files].sort((a, b) => isProperties(a) - isProperties(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/** The tests that a mutant of `policy/` or `window/` meets: those that are quick and about decisions. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: [
      'src/policy/**/*.test.ts',
      'src/window/**/*.test.ts',
      'src/explain/*.test.ts',
      'test/boundaries/*.test.ts',
    ],
    setupFiles: ['test/mutation/fewer-runs.ts'],
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: PropertiesLast },
    testTimeout: 30_000,
  },
});
