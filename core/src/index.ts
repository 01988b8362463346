/** The rules of every channel, and the fold of a window. */
export * from './policy/index.js';
export * from './window/index.js';
