import { z } from 'zod';
import { Me } from './account.js';
import { ACCOUNT_ROUTES } from './account-routes.js';
import { ATTACHMENT_ROUTES } from './attachment.js';
import { BulkResult, SendBulk } from './bulk.js';
import { Contact, ContactQuery, ContactSearchQuery, ContactSearchResult } from './contact.js';
import { CONTACT_ROUTES } from './contact-routes.js';
import {
  Agent,
  AssignConversation,
  CloseConversation,
  Conversation,
  ReopenConversation,
  SnoozeConversation,
} from './conversation.js';
import { CheckEligibility, EligibilityResult } from './eligibility.js';
import {
  Message,
  MessageHistory,
  MessagePageQuery,
  RetryMessage,
  SendMessage,
  SendResult,
} from './message.js';
import { ContactRef, Id, pageOf } from './primitives.js';
import { SURVEY_ROUTES } from './survey-routes.js';
import { TemplateOut, TemplateQuery } from './template.js';
import { WEBHOOK_ROUTES } from './webhook-routes.js';
import { WORKSPACE_ROUTES } from './workspace-routes.js';

const byContact = z.object({ contact: ContactRef });
const byId = z.object({ id: Id });

/** Every JSON route of the gateway: what it takes and what it answers. Problems are the same everywhere. */
export const ROUTES = {
  me: { method: 'GET', path: '/v1/me', summary: 'Who am I, and what time is it here', response: { 200: Me } },
  searchContacts: {
    method: 'GET',
    path: '/v1/contacts',
    summary: 'Find contacts by name, e-mail or phone, under an inbox and a conversation status',
    querystring: ContactSearchQuery,
    response: { 200: ContactSearchResult },
  },
  getContact: {
    method: 'GET',
    path: '/v1/contacts/:contact',
    summary: 'A contact with its conversation and the verdict of each channel',
    params: byContact,
    querystring: ContactQuery,
    response: { 200: Contact },
  },
  ...CONTACT_ROUTES,
  ...WORKSPACE_ROUTES,
  listContactMessages: {
    method: 'GET',
    path: '/v1/contacts/:contact/messages',
    summary: 'The message history of a contact, newest first',
    params: byContact,
    querystring: MessagePageQuery,
    response: { 200: MessageHistory },
  },
  checkEligibility: {
    method: 'POST',
    path: '/v1/eligibility',
    summary: 'May I write to these contacts, in what form, until when, why not, what instead',
    body: CheckEligibility,
    response: { 200: EligibilityResult },
  },
  sendMessage: {
    method: 'POST',
    path: '/v1/messages',
    summary: 'Queue a message; reopens the conversation and assigns it to the sender',
    body: SendMessage,
    response: { 202: SendResult },
  },
  getMessage: {
    method: 'GET',
    path: '/v1/messages/:id',
    summary: 'A message with its delivery status',
    params: byId,
    response: { 200: Message },
  },
  retryMessage: {
    method: 'POST',
    path: '/v1/messages/:id/retry',
    summary: 'Send a failed or unknown message again, after a new decision',
    params: byId,
    body: RetryMessage,
    response: { 202: SendResult },
  },
  cancelMessage: {
    method: 'POST',
    path: '/v1/messages/:id/cancel',
    summary: 'Cancel a message that is scheduled or still queued; the same again changes nothing',
    params: byId,
    response: { 200: Message },
  },
  sendBulk: {
    method: 'POST',
    path: '/v1/messages/bulk',
    summary: 'Queue up to 1,000 messages; an answer per item, each as if it came alone',
    body: SendBulk,
    response: { 200: BulkResult },
  },
  ...ATTACHMENT_ROUTES,
  getConversation: {
    method: 'GET',
    path: '/v1/conversations/:id',
    summary: 'A conversation',
    params: byId,
    response: { 200: Conversation },
  },
  reopenConversation: {
    method: 'POST',
    path: '/v1/conversations/:id/reopen',
    summary: 'Reopen a closed or snoozed conversation and assign it to the caller',
    params: byId,
    body: ReopenConversation,
    response: { 200: Conversation },
  },
  closeConversation: {
    method: 'POST',
    path: '/v1/conversations/:id/close',
    summary: 'Close a conversation, with a category and a summary',
    params: byId,
    body: CloseConversation,
    response: { 200: Conversation },
  },
  snoozeConversation: {
    method: 'POST',
    path: '/v1/conversations/:id/snooze',
    summary: 'Put a conversation aside until an instant',
    params: byId,
    body: SnoozeConversation,
    response: { 200: Conversation },
  },
  assignConversation: {
    method: 'POST',
    path: '/v1/conversations/:id/assign',
    summary: 'Assign a conversation to an agent, or to nobody',
    params: byId,
    body: AssignConversation,
    response: { 200: Conversation },
  },
  listTemplates: {
    method: 'GET',
    path: '/v1/templates',
    summary: 'Message templates, approved ones by default',
    querystring: TemplateQuery,
    response: { 200: pageOf(TemplateOut) },
  },
  ...ACCOUNT_ROUTES,
  listAgents: {
    method: 'GET',
    path: '/v1/agents',
    summary: 'Agents of the workspace that the gateway has seen',
    response: { 200: z.object({ items: z.array(Agent) }) },
  },
  ...SURVEY_ROUTES,
  ...WEBHOOK_ROUTES,
} as const;
export type RouteName = keyof typeof ROUTES;
