import { everyChannel } from '../compact/current.js';
import { definePreset } from '../preset.js';

/** What the providers enforce, as far as anybody could read it. */
export const current = /* @__PURE__ */ definePreset('current', ...everyChannel);
