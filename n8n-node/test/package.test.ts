import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loader } from './support/n8n.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(root + path, 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  keywords: string[];
  dependencies?: object;
  peerDependencies: object;
  n8n: { nodes: string[]; credentials: string[] };
};
const bundles = [...manifest.n8n.nodes, ...manifest.n8n.credentials];

describe('the package', () => {
  it('is one that n8n offers as a community node, without dependencies of its own', () => {
    expect(manifest.keywords).toContain('n8n-community-node-package');
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
  });

  it.each(bundles)('needs nothing at run time but n8n-workflow and Node’s crypto: %s', (path) => {
    const required = [...read(path).matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(['n8n-workflow', 'node:crypto']).toEqual(expect.arrayContaining([...new Set(required)]));
  });

  // The scanner for verified nodes refuses these, also in the packed files.
  it.each(bundles)('touches no global that n8n forbids: %s', (path) => {
    const code = read(path).replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
    const forbidden =
      /\b(?:process|globalThis|global|setTimeout|setInterval|setImmediate|__dirname|__filename|console)\b\s*[.([]/;
    expect(forbidden.exec(code)?.[0]).toBeUndefined();
  });

  it('brings a codex and its icons to where n8n looks for them', () => {
    const codex = JSON.parse(read('dist/nodes/OutboundComposer/OutboundComposer.node.json')) as {
      node: string;
    };
    expect(codex.node).toBe(`${loader.packageName}.outboundComposer`);
    for (const icon of ['outboundComposer.svg', 'outboundComposer.dark.svg'])
      expect(existsSync(`${root}dist/nodes/OutboundComposer/${icon}`)).toBe(true);
  });

  it('packs what is built, its README and its licence, and no sources', () => {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
      }),
    ) as [{ files: { path: string }[] }];
    const files = packed.files.map(({ path }) => path);
    expect(files).toEqual(expect.arrayContaining([...bundles, 'README.md', 'LICENSE', 'package.json']));
    expect(files.filter((path) => !path.startsWith('dist/'))).toHaveLength(3);
  });
});

describe('the node in the editor', () => {
  const { type } = loader.getNode('outboundComposer');
  const description =
    'description' in type && 'properties' in type.description ? type.description : undefined;
  const fields = description?.properties ?? [];

  it('checks eligibility unless something else is chosen, also as the tool of an AI agent', () => {
    expect(description?.usableAsTool).toBe(true);
    expect(fields.find(({ name }) => name === 'resource')?.default).toBe('eligibility');
    const operations = fields.filter(({ name }) => name === 'operation');
    const ofEligibility = operations.find(({ displayOptions }) =>
      displayOptions?.show?.resource?.includes('eligibility'),
    );
    expect(ofEligibility?.default).toBe('check');
  });

  it('has an icon for light and for dark, which its credential shares', () => {
    const icons = {
      light: `icons/${loader.packageName}/dist/nodes/OutboundComposer/outboundComposer.svg`,
      dark: `icons/${loader.packageName}/dist/nodes/OutboundComposer/outboundComposer.dark.svg`,
    };
    expect(description?.iconUrl).toEqual(icons);
    expect(loader.getCredential('outboundComposerApi').type.iconUrl).toEqual(icons);
  });
});
