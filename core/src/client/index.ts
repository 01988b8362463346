export * from './client.js';
export type { ContactMethods } from './contact-methods.js';
export * from './problem.js';
export * from './transport.js';
