export type { Backend, ConnectionState } from './backend/backend.js';
export type { GetToken } from './backend/token-source.js';
export * from './events.js';
export { OutboundComposer } from './outbound-composer.js';
export type { Plural, StringKey, Strings } from './strings/index.js';
export type { Clock } from './utils/clock.js';
export type { Snippet } from './utils/fill-snippet.js';
