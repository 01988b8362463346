export * from './client.js';
export type { ContactMethods } from './contact-methods.js';
export * from './problem.js';
export type { FileToUpload, SendingMethods } from './sending-methods.js';
export type { SurveyMethods } from './survey-methods.js';
export * from './transport.js';
export type { WebhookMethods } from './webhook-methods.js';
