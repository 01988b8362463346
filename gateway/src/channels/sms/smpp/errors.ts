import type { ErrorRow } from '../../error-table.js';

/** SMPP 3.4, 5.1.3: command_status. An answer with an error says that the message was not taken. */
const SPEC = 'https://smpp.org/SMPP_v3_4_Issue1_2.pdf';
const refused = { outcome: 'rejected', retriable: false, source: SPEC } as const;
const later = { outcome: 'retry', remedy: null, retriable: true, source: SPEC } as const;
const credentials: ErrorRow = {
  ...refused,
  reason: 'credentials_refused',
  message: 'The carrier does not accept our user name and password.',
  remedy: 'The operator must check systemId, password and systemType.',
};
const sender: ErrorRow = {
  ...refused,
  reason: 'account_restricted',
  message: 'The carrier does not let us send under this sender.',
  remedy: 'The operator must check `from` with the carrier.',
};
const recipient: ErrorRow = {
  ...refused,
  reason: 'recipient_unreachable',
  message: 'The carrier does not take this number.',
  remedy: 'Check the contact’s number, or choose another channel.',
};
const busy: ErrorRow = {
  ...later,
  reason: 'provider_busy',
  message: 'The carrier cannot take the message at the moment.',
  afterMs: 5_000,
};

const BY_STATUS: Readonly<Record<number, ErrorRow>> = {
  4: { ...busy, message: 'The carrier has closed our session.' },
  5: { ...busy, message: 'The carrier counts us as connected already.', afterMs: 30_000 },
  8: busy,
  10: sender,
  11: recipient,
  13: { ...busy, message: 'The carrier does not let us connect at the moment.', afterMs: 30_000 },
  14: credentials,
  15: credentials,
  20: { ...later, reason: 'rate_limited', message: 'The carrier’s queue is full.', afterMs: 5_000 },
  53: credentials,
  69: {
    ...refused,
    reason: 'provider_error',
    message: 'The carrier could not take the message.',
    remedy: 'Try again later, or choose another channel.',
    retriable: true,
  },
  72: sender,
  73: sender,
  80: recipient,
  81: recipient,
  88: {
    ...later,
    reason: 'rate_limited',
    message: 'The carrier takes no more messages a second from us.',
    afterMs: 1_000,
  },
};

const OTHER: ErrorRow = {
  ...refused,
  reason: 'request_refused',
  message: 'The carrier refused the message.',
  remedy: 'Look up the carrier’s status code, or choose another channel.',
};

export function statusRow(status: number): ErrorRow {
  return BY_STATUS[status] ?? OTHER;
}

/** Of a long message, a part was taken and a later one was not. */
export const PARTLY_TAKEN: ErrorRow = {
  outcome: 'unknown',
  reason: 'provider_error',
  message: 'The carrier took a part of the text and refused the rest.',
  remedy: 'Ask the customer what arrived before sending it again.',
  retriable: true,
  source: null,
};

/** What a receipt says of a message that will not arrive, by its state. */
export function receiptRow(state: 'EXPIRED' | 'DELETED' | 'UNDELIV' | 'REJECTD'): ErrorRow {
  switch (state) {
    case 'EXPIRED':
      return {
        ...recipient,
        message: 'The phone was switched off or out of reach for too long.',
        remedy: 'Try again later, or choose another channel.',
        retriable: true,
      };
    case 'UNDELIV':
      return { ...recipient, message: 'The carrier could not deliver the message to this number.' };
    case 'DELETED':
    case 'REJECTD':
      return {
        ...refused,
        reason: 'content_refused',
        message: 'The carrier rejected the message on its way.',
        remedy: 'Word it otherwise, or choose another channel.',
      };
  }
}
