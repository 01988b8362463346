import type { PDU } from 'smpp';
import type { ChannelEvent } from '../../adapter.js';
import { failureFrom } from '../../error-table.js';
import { consentIn } from '../words.js';
import { fromSmpp } from './address.js';
import { receiptRow } from './errors.js';
import { Reassembly, type WholeText } from './reassembly.js';
import type { SmppSettings } from './settings.js';
import { textOf } from './text.js';

/** `esm_class`: a receipt. SMPP 3.4, 5.2.12 */
const RECEIPT = 0x04;
/** `message_state`: SMPP 3.4, 5.2.28. */
const STATES = [
  undefined,
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
] as const;

export interface Read {
  readonly events: ChannelEvent[];
  /** To be called when the events are written down; until then the carrier may deliver the last part again. */
  taken(): void;
}

/** What deliver_sm (SMPP 3.4, 4.6.1) says, in our words. */
export class SmppReader {
  readonly #reassembly: Reassembly;
  readonly #settings: SmppSettings;
  readonly #clock: () => number;

  constructor(settings: SmppSettings, clock: () => number) {
    this.#settings = settings;
    this.#clock = clock;
    this.#reassembly = new Reassembly(clock);
  }

  read(pdu: PDU): Read {
    const isReceipt = ((pdu.esm_class ?? 0) & 0x3c) === RECEIPT;
    return isReceipt ? { events: [receiptEvent(pdu, this.#clock())], taken() {} } : this.#message(pdu);
  }

  /** What is left of texts whose other parts have not come for long, or all of it. */
  incomplete(all: boolean): ChannelEvent[] {
    return this.#reassembly.leftOver(all).flatMap((text) => this.#textEvents(text));
  }

  #message(pdu: PDU): Read {
    const from = fromSmpp(pdu.source_addr ?? '', pdu.source_addr_ton);
    if (from === '') return { events: [{ type: 'ignored', kind: 'message.without_sender' }], taken() {} };
    const whole = this.#reassembly.add(from, pdu);
    return {
      events: whole === null ? [] : this.#textEvents(whole),
      taken: () => this.#reassembly.forget(whole),
    };
  }

  #textEvents({ from, id, text }: WholeText): ChannelEvent[] {
    const at = this.#clock();
    const content = { kind: 'text' as const, text };
    const received: ChannelEvent = {
      type: 'message',
      providerId: id,
      from,
      name: null,
      at,
      opener: 'message',
      content,
    };
    const change = consentIn(text, this.#settings);
    return change === null ? [received] : [received, { type: 'consent', from, change, at }];
  }
}

/**
 * The usual form of a receipt: SMPP 3.4, appendix B. The carrier's time has no zone, so the time of arrival stands.
 */
function receiptEvent(pdu: PDU, at: number): ChannelEvent {
  const text = textOf(pdu);
  const providerId = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1];
  const state = STATES[pdu.message_state ?? 0] ?? /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase();
  if (providerId === undefined || state === undefined) return { type: 'ignored', kind: 'receipt.unreadable' };
  const status = { type: 'status', providerId, at } as const;
  switch (state) {
    case 'DELIVRD':
      return { ...status, status: 'delivered', failure: null };
    case 'EXPIRED':
    case 'DELETED':
    case 'UNDELIV':
    case 'REJECTD': {
      const code = /\berr:(\S+)/i.exec(text)?.[1] ?? state;
      return { ...status, status: 'failed', failure: failureFrom(receiptRow(state), code) };
    }
    default:
      // `ENROUTE`, `ACCEPTD` and `UNKNOWN` settle nothing.
      return { type: 'ignored', kind: `receipt.${state}` };
  }
}
