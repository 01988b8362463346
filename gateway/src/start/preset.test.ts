import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '@outbound-composer/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig, readConfig } from './config.js';
import { configuredPreset } from './preset.js';

const agentTokens = { issuer: 'crm', secret: 'a-secret-of-at-least-thirty-two-characters' };
const configured = (workspace: object) =>
  configuredPreset(parseConfig({ workspace: { name: 'acme', agentTokens, ...workspace } }, {}));

const HOUR = 3_600_000;
const at = Date.UTC(2026, 5, 1, 12);
const asked = {
  channel: 'whatsapp',
  at,
  window: { lastInboundAt: at - 23.5 * HOUR },
  sender: 'human',
  purpose: 'support',
} as const;

describe('the rules of a workspace', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'overlay-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are a shipped preset, or the operator’s own over it, under another name', async () => {
    const shipped = await configured({});
    const own = await configured({ overlay: { id: 'acme', safetyMargin: '1h' } });
    expect([shipped.id, own.id]).toEqual(['current', 'acme']);
    expect(decide(asked, shipped).verdict).toBe('open');
    expect(decide(asked, own).verdict).not.toBe('open');
  });

  it('lie over the preset that the workspace names', async () => {
    const own = await configured({ preset: 'respond-io', overlay: { id: 'acme' } });
    const shipped = await configured({ preset: 'respond-io' });
    expect(own.channels).toEqual(shipped.channels);
    expect(own.channels).not.toEqual((await configured({})).channels);
  });

  it('stand in a file beside the configuration', async () => {
    const path = join(folder, 'gateway.json');
    const workspace = { name: 'acme', agentTokens, overlay: 'rules.json' };
    await writeFile(path, JSON.stringify({ workspace }));
    const config = await readConfig(path, {});
    await expect(configuredPreset(config)).rejects.toThrow(/^configuration: workspace.overlay: cannot read /);
    await writeFile(join(folder, 'rules.json'), '{ "id": ');
    await expect(configuredPreset(config)).rejects.toThrow(/rules.json is not valid JSON/);
    await writeFile(join(folder, 'rules.json'), JSON.stringify({ id: 'acme' }));
    expect((await configuredPreset(config)).id).toBe('acme');
  });

  it.each([
    [{ overlay: { id: 'acme', safetyMargin: 'soon' } }, 'workspace.overlay: safetyMargin: '],
    [{ overlay: { id: 'acme', rules: [{}] } }, 'workspace.overlay: rules[0].id: '],
    [{ overlay: { id: 'current' } }, 'workspace.overlay: id: must be a name of your own'],
    [{ overlay: { id: 'acme', extends: 'respond-io' } }, 'workspace.overlay: extends: must be current'],
    [{ preset: 'strict' }, 'workspace.preset: expected one of current, respond-io'],
  ])('are refused with the place of the mistake: %j', async (workspace, message) => {
    await expect(configured(workspace)).rejects.toThrow(message);
  });
});
