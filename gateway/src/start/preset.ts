import { readFile } from 'node:fs/promises';
import { type PolicyPreset, presets } from '@outbound-composer/core';
import { readOverlay } from '@outbound-composer/core/overlay';
import { type Config, ConfigError } from './config.js';

/**
 * The rules that the configured workspace goes by: a shipped preset, or the operator's own over it.
 * @throws ConfigError naming the presets there are, or each bad field of the overlay by its path
 */
export async function configuredPreset({ workspace }: Config): Promise<PolicyPreset> {
  const { overlay } = workspace;
  const shipped = shippedPreset(workspace.preset);
  if (overlay === undefined) return shipped;
  if (typeof overlay !== 'string') return laidOver(overlay, shipped, 'configuration: workspace.overlay');
  return laidOver(await readJson(overlay), shipped, overlay);
}

function shippedPreset(id: string): PolicyPreset {
  const preset = new Map<string, PolicyPreset>(Object.entries(presets)).get(id);
  if (preset) return preset;
  throw new ConfigError(
    `configuration: workspace.preset: expected one of ${Object.keys(presets).join(', ')}, got ${JSON.stringify(id)}`,
  );
}

/** @param name Where the overlay stands, for errors. */
function laidOver(overlay: unknown, shipped: PolicyPreset, name: string): PolicyPreset {
  const isObject = typeof overlay === 'object' && overlay !== null && !Array.isArray(overlay);
  const given = isObject ? { extends: shipped.id, ...overlay } : overlay;
  const result = readOverlay(given);
  if (!result.ok)
    throw new ConfigError(
      result.problems.map(({ path, message }) => `${name}: ${path}: ${message}`).join('\n'),
    );
  const { extends: base } = given as { extends: string };
  if (base !== shipped.id)
    throw new ConfigError(
      `${name}: extends: must be ${shipped.id}, as workspace.preset says, got ${JSON.stringify(base)}`,
    );
  // A page that knows a preset by its id decides by it alone, without these rules.
  if (Object.hasOwn(presets, result.preset.id))
    throw new ConfigError(
      `${name}: id: must be a name of your own, got ${result.preset.id}, which names a shipped preset`,
    );
  return result.preset;
}

async function readJson(path: string): Promise<unknown> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `configuration: workspace.overlay: cannot read ${path}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ConfigError(`${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}
