/** The rules, the fold, the messages, their words and the client. Contracts with zod: `./contract`. */
export * from './client/index.js';
export * from './explain/index.js';
export * from './message/index.js';
export * from './policy/index.js';
export * from './window/index.js';
