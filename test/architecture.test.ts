import { describe, expect, it } from 'vitest';
import { cycles, type Import, importsOf, sourceFiles } from './support/imports.js';

const SOURCES = {
  core: ['core/src'],
  gateway: ['gateway/src'],
  widget: ['widget/src'],
  'n8n-node': ['n8n-node/nodes', 'n8n-node/credentials'],
  demo: ['demo/src'],
} as const;
type Package = keyof typeof SOURCES;
const NAMES: Readonly<Record<string, Package>> = {
  '@outbound-composer/core': 'core',
  '@outbound-composer/gateway': 'gateway',
  '@outbound-composer/widget': 'widget',
  '@outbound-composer/demo': 'demo',
  'n8n-nodes-outbound-composer': 'n8n-node',
};

/** Imports run one way: everything towards core, and only the demo (and tests) may use all. */
const MAY_USE: Readonly<Record<Package, readonly Package[]>> = {
  core: [],
  gateway: ['core'],
  widget: ['core'],
  'n8n-node': ['core'],
  demo: ['core', 'gateway', 'widget'],
};

function importsIn(name: Package): Import[] {
  return sourceFiles(...SOURCES[name]).flatMap(importsOf);
}
const shown = ({ from, specifier }: Import) => `${from} imports ${specifier}`;

describe('packages', () => {
  it.each(Object.keys(SOURCES) as Package[])(
    '%s imports other packages only in the allowed direction',
    (name) => {
      const wrong = importsIn(name).filter(({ specifier }) => {
        const [scopeOrName = '', rest = ''] = specifier.split('/');
        const used = NAMES[scopeOrName.startsWith('@') ? `${scopeOrName}/${rest}` : scopeOrName];
        return used !== undefined && !MAY_USE[name].includes(used);
      });
      expect(wrong.map(shown)).toEqual([]);
    },
  );

  it.each(Object.keys(SOURCES) as Package[])('%s reaches into no other package by a path', (name) => {
    const wrong = importsIn(name).filter(({ to }) => to !== null && !to.startsWith(`${name}/`));
    expect(wrong.map(shown)).toEqual([]);
  });

  it.each(Object.keys(SOURCES) as Package[])('%s has no files that import each other in a ring', (name) => {
    expect(cycles(sourceFiles(...SOURCES[name])).map((ring) => ring.join(' -> '))).toEqual([]);
  });
});

describe('core', () => {
  it('imports nothing of Node', () => {
    const wrong = importsIn('core').filter(({ specifier }) => specifier.startsWith('node:'));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('keeps zod out of its main entry', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { to, typeOnly } of importsOf(file)) if (to !== null && !typeOnly) visit(to);
    };
    visit('core/src/index.ts');
    const packages = [...reached].flatMap(importsOf).filter(({ to, typeOnly }) => to === null && !typeOnly);
    expect(reached.size).toBeGreaterThan(10);
    expect(packages.map(shown)).toEqual([]);
  });
});

describe('gateway', () => {
  /** A folder and those below it. What is not a folder of this list (`cli.ts`, `index.ts`) may use all. */
  const BELOW: Readonly<Record<string, readonly string[]>> = {
    http: ['app', 'store', 'channels', 'queue'],
    metrics: [],
    queue: ['app', 'store', 'channels', 'webhooks'],
    import: ['app', 'store', 'channels'],
    app: ['store', 'channels', 'queue', 'import', 'webhooks', 'secrets'],
    channels: [],
    webhooks: [],
    secrets: [],
    store: [],
    start: ['http', 'app', 'store', 'channels', 'queue', 'import', 'webhooks', 'metrics', 'secrets'],
  };
  const folderOf = (file: string) => /^gateway\/src\/([^/]+)\//.exec(file)?.[1] ?? null;

  it('runs http -> app -> store, channels and queue', () => {
    const wrong = importsIn('gateway').filter(({ from, to, typeOnly }) => {
      if (to === null || typeOnly) return false;
      const [own, other] = [folderOf(from), folderOf(to)];
      if (own === null || other === null || own === other) return false;
      return BELOW[own]?.includes(other) !== true;
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('lets only the adapters know a provider, and only the registry know the adapters', () => {
    const folder = (path: string | null | undefined) =>
      /^gateway\/src\/channels\/([^/]+)\//.exec(path ?? '')?.[1];
    const imports = importsIn('gateway');
    const registered = new Set(
      imports.filter(({ from }) => from === 'gateway/src/channels/registry.ts').map(({ to }) => folder(to)),
    );
    const wrong = imports.filter(({ from, to }) => {
      const channel = folder(to);
      // The website chat is our own: its visitors come in by http.
      if (channel === undefined || channel === 'website-chat' || channel === folder(from)) return false;
      // What several adapters of one provider share is in a folder that the registry does not know.
      return registered.has(channel)
        ? from !== 'gateway/src/channels/registry.ts'
        : folder(from) === undefined;
    });
    expect(registered).toContain('whatsapp');
    expect(wrong.map(shown)).toEqual([]);
  });

  it('knows nothing of the demo', () => {
    const files = sourceFiles('gateway/src', 'widget/src', 'n8n-node/nodes', 'n8n-node/credentials');
    expect(
      files
        .flatMap(importsOf)
        .filter(({ specifier }) => specifier.includes('demo'))
        .map(shown),
    ).toEqual([]);
  });
});
