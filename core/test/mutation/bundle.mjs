// Bundles the tests of policy and window into one script that Stryker can start for each mutant: half a second
// instead of the ten that a test runner takes to start. Runs inside Stryker's copy of the package.
import { globSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const found = globSync(['src/policy/**/*.test.ts', 'src/window/**/*.test.ts', 'src/explain/*.test.ts']);
const isProperties = (file) => file.includes('.properties.');
// What is slow comes last, and only to the mutants that everything else let live.
const tests = [...found.filter((file) => !isProperties(file)), ...found.filter(isProperties)];

/** Properties with fewer runs: thousands for each mutant would take hours. */
const fewerRuns = {
  name: 'fewer-runs',
  setup({ onLoad }) {
    onLoad({ filter: /\.properties\.test\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/numRuns: \d+/g, 'numRuns: 150'),
      loader: 'ts',
    }));
  },
};

await build({
  stdin: {
    contents: [
      ...tests.map((file) => `import './${file}';`),
      "import { run } from 'vitest';",
      'await run();',
    ].join('\n'),
    resolveDir: '.',
    loader: 'ts',
  },
  plugins: [fewerRuns],
  alias: { vitest: './test/mutation/suite.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  ignoreAnnotations: true,
  outfile: 'mutation-suite.mjs',
  logLevel: 'warning',
});
