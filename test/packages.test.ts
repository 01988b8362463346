import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, it } from 'vitest';
import { ROOT } from './support/imports.js';

const PUBLISHED = ['core', 'gateway', 'widget', 'n8n-node'] as const;

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

describe.each(PUBLISHED)('the package %s', (folder) => {
  it('offers what its package.json promises', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(ROOT, folder), strict: false });
    const faults = messages.filter(({ type }) => type !== 'suggestion');
    expect(faults.map((one) => formatMessage(one, pkg, { color: false }))).toEqual([]);
  });

  it('pins every version that is not of this workspace', () => {
    const { dependencies = {}, devDependencies = {} } = manifest(folder);
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(?:workspace:\*|\d+\.\d+\.\d+(?:-[\w.]+)?)$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});

describe('what a stranger can import', () => {
  it('the main entry of core decides and folds', async () => {
    const core = await import('@outbound-composer/core');
    expect(Object.keys(core)).toEqual(
      expect.arrayContaining(['decide', 'nextChange', 'alternatives', 'foldWindow', 'presets']),
    );
  });

  it('core explains, fills templates and calls the gateway from entries of their own', async () => {
    const { explain } = await import('@outbound-composer/core/explain');
    const { renderTemplate } = await import('@outbound-composer/core/message');
    const { createGatewayClient } = await import('@outbound-composer/core/client');
    expect([explain, renderTemplate, createGatewayClient].map((entry) => typeof entry)).toEqual(
      Array(3).fill('function'),
    );
  });

  it('the contract entry of core lists every route and problem', async () => {
    const { ROUTES, PROBLEMS } = await import('@outbound-composer/core/contract');
    expect(Object.keys(ROUTES).length).toBeGreaterThan(10);
    expect(PROBLEMS.not_eligible.status).toBe(409);
  });

  it('the widget imports in Node, where there is no page', async () => {
    const widget = await import('@outbound-composer/widget');
    expect(typeof widget.OutboundComposer).toBe('function');
  });

  it('the n8n node carries no dependencies', () => {
    expect(manifest('n8n-node').dependencies ?? {}).toEqual({});
    expect(existsSync(join(ROOT, 'n8n-node/dist/nodes/OutboundComposer/OutboundComposer.node.js'))).toBe(
      true,
    );
  });

  it('demo and tests are never published', () => {
    expect([manifest('demo').private, manifest('test').private]).toEqual([true, true]);
  });
});
