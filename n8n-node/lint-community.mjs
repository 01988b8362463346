// What n8n asks of a community node: its own linter in strict mode over the sources, and the rules of its
// scanner over the packed tarball. The linter brings 200 MB along, so it lives in a cache of its own.
//
//   node n8n-node/lint-community.mjs       (network the first time, some three minutes)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const cache = join(root, '.cache/lint-community');
const VERSIONS = ['@n8n/node-cli@0.48.3', '@n8n/eslint-plugin-community-nodes@0.32.0'];
const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: 'inherit' });

mkdirSync(cache, { recursive: true });
if (!existsSync(join(cache, 'node_modules/@n8n/node-cli'))) {
  writeFileSync(join(cache, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...VERSIONS], cache);
}

// Sources, without the tests that stand beside them: these belong to no tarball.
const sources = join(cache, 'sources');
rmSync(sources, { recursive: true, force: true });
for (const path of ['nodes', 'credentials', 'package.json', 'README.md', 'eslint.config.mjs'])
  cpSync(join(root, path), join(sources, path), {
    recursive: true,
    filter: (source) => !source.endsWith('.test.ts'),
  });
writeFileSync(
  join(sources, 'tsconfig.json'),
  '{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler", "strict": true } }',
);
mkdirSync(join(sources, 'node_modules/@outbound-composer'), { recursive: true });
symlinkSync(join(root, '../core'), join(sources, 'node_modules/@outbound-composer/core'));
run(process.execPath, [join(cache, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs'), 'lint'], sources);

// The tarball, as the scanner for verified nodes looks at it: no rule can be switched off from within.
run(process.execPath, ['build.mjs'], root);
const packed = join(cache, 'packed');
rmSync(packed, { recursive: true, force: true });
mkdirSync(packed);
run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed, root], packed);
run('tar', ['-xzf', readdirSync(packed).find((name) => name.endsWith('.tgz'))], packed);
writeFileSync(
  join(packed, 'eslint.config.mjs'),
  `import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import parser from '@typescript-eslint/parser';

export default [
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['package/**/*.js', 'package/package.json'],
    ...n8nCommunityNodesPlugin.configs.recommended,
    languageOptions: { parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: { ...n8nCommunityNodesPlugin.configs.recommended.rules, 'no-console': 'error' },
  },
];
`,
);
run(
  process.execPath,
  [join(cache, 'node_modules/eslint/bin/eslint.js'), 'package', '--max-warnings', '0'],
  packed,
);
