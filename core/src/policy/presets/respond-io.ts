import { everyChannel } from '../compact/respond-io.js';
import { definePreset } from '../preset.js';
import { current } from './current.js';

/**
 * The respond.io article's table of 26 November 2024 to the letter, for teams whose messages go out through that
 * platform. Channels it does not name keep the rules of `current`.
 */
export const respondIo = /* @__PURE__ */ definePreset(
  'respond-io',
  ...Object.values(current.channels),
  ...everyChannel,
);
