/** The HTTP contract of the gateway, as zod schemas. Others than the gateway import its types only. */
export * from './account.js';
export * from './bulk.js';
export * from './contact.js';
export * from './contact-routes.js';
export * from './conversation.js';
export * from './decision.js';
export * from './eligibility.js';
export * from './errors.js';
export * from './event.js';
export * from './frequency-cap.js';
export * from './message.js';
export * from './primitives.js';
export * from './routes.js';
export * from './save-contact.js';
export * from './schedule.js';
export * from './template.js';
