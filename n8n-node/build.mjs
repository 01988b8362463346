// Builds what n8n loads: one CommonJS file per class, with everything but n8n-workflow inside it, so that the
// package has no dependencies. Plain tsc cannot: core stands outside this package.
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
// esbuild keeps the folder in which it was loaded; the rest goes by this one.
process.chdir(root);
await rm('dist', { recursive: true, force: true });

await build({
  entryPoints: [
    'credentials/OutboundComposerApi.credentials.ts',
    'nodes/OutboundComposer/OutboundComposer.node.ts',
    'nodes/OutboundComposer/OutboundComposerTrigger.node.ts',
  ],
  absWorkingDir: root,
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['n8n-workflow'],
  charset: 'utf8',
  logLevel: 'warning',
});

const beside = [
  'OutboundComposer.node.json',
  'OutboundComposerTrigger.node.json',
  'outboundComposer.svg',
  'outboundComposer.dark.svg',
];
for (const file of beside) await cp(`nodes/OutboundComposer/${file}`, `dist/nodes/OutboundComposer/${file}`);
