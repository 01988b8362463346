import { base } from './base.js';
import { composeStyles } from './compose.js';
import { contactStyles } from './contact.js';
import { controls } from './controls.js';
import { findStyles } from './find.js';
import { historyStyles } from './history.js';
import { layout } from './layout.js';
import { tokens } from './tokens.js';

// Later ones may rely on earlier ones; layout comes last, since it arranges what the others draw.
export const styles = [
  tokens,
  base,
  controls,
  findStyles,
  contactStyles,
  composeStyles,
  historyStyles,
  layout,
];
