import type { ChannelAccount, Me } from '../contract/account.js';
import type { Contact, ContactSearchQuery, ContactSearchResult } from '../contract/contact.js';
import type { Agent, Conversation } from '../contract/conversation.js';
import type { CheckEligibility, EligibilityResult } from '../contract/eligibility.js';
import type { Message, MessageHistory, RetryMessage, SendMessage, SendResult } from '../contract/message.js';
import type { TemplateOut } from '../contract/template.js';
import type { Purpose } from '../policy/types.js';
import { type Call, type CallOptions, queryString } from './call.js';
import { type ContactMethods, contactMethods } from './contact-methods.js';
import { GatewayProblem } from './problem.js';
import { type SendingMethods, sendingMethods } from './sending-methods.js';
import { type SurveyMethods, surveyMethods } from './survey-methods.js';
import type { Transport } from './transport.js';
import { type WebhookMethods, webhookMethods } from './webhook-methods.js';

export type { CallOptions } from './call.js';

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export interface TemplateFilter {
  channel?: string;
  channelAccountId?: string;
  status?: string;
  language?: string;
  q?: string;
  cursor?: string;
  limit?: number;
}

/** What the widget and the n8n node ask of a gateway. A CRM may bring its own object of this shape. */
export interface GatewayClient extends ContactMethods, SendingMethods, SurveyMethods, WebhookMethods {
  me(options?: CallOptions): Promise<Me>;
  searchContacts(query: ContactSearchQuery, options?: CallOptions): Promise<ContactSearchResult>;
  /** `contact`: an id, `email:…`, `phone:…` or `external:source/id`. */
  getContact(contact: string, query?: { purpose?: Purpose }, options?: CallOptions): Promise<Contact>;
  listContactMessages(
    contact: string,
    query?: { cursor?: string; limit?: number },
    options?: CallOptions,
  ): Promise<MessageHistory>;
  checkEligibility(request: CheckEligibility, options?: CallOptions): Promise<EligibilityResult>;
  /** The same `idempotencyKey` with the same message never sends twice; make a new one per intent. */
  sendMessage(message: SendMessage, idempotencyKey: string, options?: CallOptions): Promise<SendResult>;
  getMessage(id: string, options?: CallOptions): Promise<Message>;
  retryMessage(id: string, request?: RetryMessage, options?: CallOptions): Promise<SendResult>;
  getConversation(id: string, options?: CallOptions): Promise<Conversation>;
  reopenConversation(
    id: string,
    request?: { reason?: string; takeOver?: boolean },
    options?: CallOptions,
  ): Promise<Conversation>;
  closeConversation(
    id: string,
    request?: { category?: string; summary?: string; survey?: boolean },
    options?: CallOptions,
  ): Promise<Conversation>;
  snoozeConversation(id: string, request: { until: string }, options?: CallOptions): Promise<Conversation>;
  assignConversation(
    id: string,
    request: { assignee: string | null; takeOver?: boolean },
    options?: CallOptions,
  ): Promise<Conversation>;
  listTemplates(filter?: TemplateFilter, options?: CallOptions): Promise<Page<TemplateOut>>;
  listChannelAccounts(options?: CallOptions): Promise<{ items: ChannelAccount[] }>;
  listAgents(options?: CallOptions): Promise<{ items: Agent[] }>;
}

/** A client over any transport. Every method rejects with `GatewayProblem` when the gateway refuses. */
export function createGatewayClient(transport: Transport): GatewayClient {
  const call: Call = async <T>(
    method: string,
    path: string,
    { body, file, headers = {}, signal }: Parameters<Call>[2] = {},
  ): Promise<T> => {
    const answer = await transport({
      method,
      path,
      headers: { accept: 'application/json', ...headers },
      signal,
      ...(body === undefined ? {} : { body }),
      ...(file === undefined ? {} : { file }),
    });
    const succeeded = answer.status >= 200 && answer.status < 300;
    if (!succeeded || typeof answer.body !== 'object' || answer.body === null)
      throw GatewayProblem.from(answer);
    return answer.body as T;
  };
  const get = <T>(path: string, options?: CallOptions) => call<T>('GET', path, options);
  const post = <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>('POST', path, { body, ...options });
  const conversation = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;
  const contactPath = (contact: string) => `/v1/contacts/${encodeURIComponent(contact)}`;

  return {
    ...contactMethods(call),
    ...sendingMethods(call),
    me: (options) => get('/v1/me', options),
    searchContacts: (query, options) => get(`/v1/contacts${queryString(query)}`, options),
    getContact: (contact, query, options) => get(contactPath(contact) + queryString(query), options),
    listContactMessages: (contact, query, options) =>
      get(`${contactPath(contact)}/messages${queryString(query)}`, options),
    checkEligibility: (request, options) => post('/v1/eligibility', request, options),
    sendMessage: (message, idempotencyKey, options) =>
      call('POST', '/v1/messages', {
        body: message,
        headers: { 'idempotency-key': idempotencyKey },
        ...options,
      }),
    getMessage: (id, options) => get(`/v1/messages/${encodeURIComponent(id)}`, options),
    retryMessage: (id, request = {}, options) =>
      post(`/v1/messages/${encodeURIComponent(id)}/retry`, request, options),
    getConversation: (id, options) => get(conversation(id), options),
    reopenConversation: (id, request = {}, options) => post(`${conversation(id)}/reopen`, request, options),
    closeConversation: (id, request = {}, options) => post(`${conversation(id)}/close`, request, options),
    snoozeConversation: (id, request, options) => post(`${conversation(id)}/snooze`, request, options),
    assignConversation: (id, request, options) => post(`${conversation(id)}/assign`, request, options),
    listTemplates: (filter, options) => get(`/v1/templates${queryString(filter)}`, options),
    listChannelAccounts: (options) => get('/v1/channel-accounts', options),
    listAgents: (options) => get('/v1/agents', options),
    ...surveyMethods(call),
    ...webhookMethods(call),
  };
}
