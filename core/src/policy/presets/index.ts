import type { PolicyPreset } from '../preset.js';
import { current } from './current.js';
import { respondIo } from './respond-io.js';

export { current, respondIo };

/** The presets that ship, by id. */
export const presets: Readonly<Record<'current' | 'respond-io', PolicyPreset>> = Object.freeze({
  current,
  'respond-io': respondIo,
});
