import { type PolicyPreset, presets } from '@outbound-composer/core';
import { type Config, ConfigError } from './config.js';

/** The rules that the configured workspace goes by. @throws ConfigError naming the presets there are */
export function configuredPreset({ workspace }: Config): PolicyPreset {
  const preset = new Map<string, PolicyPreset>(Object.entries(presets)).get(workspace.preset);
  if (preset) return preset;
  const known = Object.keys(presets).join(', ');
  throw new ConfigError(
    `configuration: workspace.preset: expected one of ${known}, got ${JSON.stringify(workspace.preset)}`,
  );
}
