import type {
  Checked,
  Contact,
  Conversation,
  DecisionOut,
  Message,
  SendResult,
  Survey,
  TemplateOut,
} from '@outbound-composer/core/contract';

/** A UUID that a reader can tell apart by its last digits. */
export function id(number: number): string {
  return `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

const AT = '2026-11-24T09:30:00.000Z';

/** An open WhatsApp window, unless something else is said. */
export function decision(over: Partial<DecisionOut> = {}): DecisionOut {
  return {
    channel: 'whatsapp',
    verdict: 'open',
    ways: [
      { form: 'free_form' },
      { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
    ],
    reason: 'window_open',
    explanation: 'The customer wrote less than 24 hours ago.',
    closesAt: '2026-11-24T18:00:00.000Z',
    nextChangeAt: '2026-11-24T18:00:00.000Z',
    remaining: null,
    unlockedBy: [],
    price: { kind: 'free', reason: 'service_message' },
    notes: [],
    rule: { id: 'whatsapp.window', validFrom: '2022-01-01', validTo: null, source: 'https://example.com' },
    ...over,
  };
}

export const windowClosed = decision({
  verdict: 'restricted',
  ways: [{ form: 'template', categories: ['utility', 'marketing', 'authentication'] }],
  reason: 'window_closed',
  explanation: 'The customer last wrote more than 24 hours ago; only a template may be sent.',
  closesAt: null,
  nextChangeAt: null,
  unlockedBy: ['inbound'],
});

export const instagramBlocked = decision({
  channel: 'instagram',
  verdict: 'blocked',
  ways: [],
  reason: 'window_closed',
  explanation: 'Instagram permits nothing until the customer writes again.',
  closesAt: null,
  nextChangeAt: null,
  unlockedBy: ['inbound'],
});

export const emailOpen = decision({
  channel: 'email',
  ways: [{ form: 'free_form' }],
  reason: 'no_window',
  explanation: 'E-mail has no messaging window.',
  closesAt: null,
  nextChangeAt: null,
});

export function checked(contactId: string, ...decisions: DecisionOut[]): { ok: true; result: Checked } {
  return {
    ok: true,
    result: {
      contactId,
      eligible: decisions.some(({ verdict }) => verdict !== 'blocked'),
      decisions: decisions.map((one, index) => ({
        identityId: id(7000 + index),
        channelAccountId: id(8000 + index),
        decision: one,
      })),
    },
  };
}

export function conversation(over: Partial<Conversation> = {}): Conversation {
  return {
    id: id(500),
    contactId: id(1),
    status: 'open',
    assignee: null,
    lastActivityAt: AT,
    openedAt: AT,
    closedAt: null,
    snoozedUntil: null,
    closing: null,
    reopenReason: null,
    ...over,
  };
}

export function message(over: Partial<Message> = {}): Message {
  return {
    id: id(900),
    contactId: id(1),
    conversationId: id(500),
    identityId: id(7000),
    channel: 'whatsapp',
    direction: 'outbound',
    author: { kind: 'automation', id: null, name: 'n8n' },
    purpose: 'support',
    content: { kind: 'text', text: 'Your parcel has been found.' },
    form: 'free_form',
    status: 'queued',
    failure: null,
    at: AT,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    ...over,
  };
}

export function sendResult(over: Partial<SendResult> = {}): SendResult {
  return { message: message(), conversation: conversation(), decision: decision(), ...over };
}

export function survey(over: Partial<Survey> = {}): Survey {
  return {
    id: id(400),
    contactId: id(1),
    conversationId: id(500),
    origin: 'request',
    status: 'sending',
    reason: null,
    agent: { id: id(40), name: 'Grace' },
    question: 'How was our help?',
    scale: 5,
    channel: 'whatsapp',
    messageId: id(900),
    score: null,
    comment: null,
    answeredIn: null,
    createdAt: AT,
    dueAt: AT,
    askedAt: AT,
    expiresAt: '2026-12-01T09:30:00.000Z',
    answeredAt: null,
    ...over,
  };
}

export function template(over: Partial<TemplateOut> = {}): TemplateOut {
  return {
    id: id(600),
    channel: 'whatsapp',
    channelAccountId: id(8000),
    name: 'parcel_found',
    language: 'en',
    category: 'utility',
    status: 'approved',
    header: null,
    body: 'Hello {{first_name}}, parcel {{parcel}} has been found.',
    footer: null,
    buttons: [],
    variables: ['first_name', 'parcel'],
    examples: { first_name: 'Ada', parcel: 'A-1' },
    ...over,
  };
}

export function contact(over: Partial<Contact> = {}): Contact {
  return {
    id: id(1),
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    phone: null,
    country: 'GB',
    language: 'en',
    tags: [],
    vip: null,
    timeZone: null,
    lifecycle: null,
    customFields: {},
    owner: null,
    source: null,
    externalId: null,
    createdAt: AT,
    conversation: conversation(),
    channels: [],
    ...over,
  };
}
