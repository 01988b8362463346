import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What notices most comes first, properties with their many examples last: a mutant is asked until one test fails. */
const ORDER = ['boundaries.test', 'rules.test', '', '.properties.test'];

class SharpestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const named = ORDER.findIndex((name) => name !== '' && moduleId.includes(name));
      return named < 0 ? ORDER.indexOf('') : named;
    };
    return [...files].sort((a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1));
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
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: SharpestFirst },
    testTimeout: 30_000,
    provide: { propertyRuns: Number(process.env.PROPERTY_RUNS ?? 150) },
  },
});
