export * from './alternatives.js';
export { decide } from './decide.js';
export { days, hours, minutes, toEpoch } from './instant.js';
export { judge } from './judge.js';
export * from './next-change.js';
export { type ChannelPolicy, channelPolicy, definePreset, type PolicyPreset } from './preset.js';
export * from './presets/index.js';
export {
  ALWAYS,
  type Confidence,
  type DatedRule,
  type Rule,
  type Says,
  type Source,
  type Span,
} from './rule.js';
export type * from './types.js';
export { CHANNELS, OPENERS, PURPOSES } from './types.js';
export * from './upcoming.js';
