import { createHash } from 'node:crypto';
import type { PDU } from 'smpp';
import { textOf } from './text.js';

/** After this a part that has not come is not waited for. */
const PATIENCE_MS = 10 * 60_000;

interface Part {
  readonly reference: number;
  readonly total: number;
  readonly number: number;
}

interface Waiting {
  readonly from: string;
  readonly since: number;
  readonly key: string;
  readonly parts: (string | undefined)[];
}

export interface WholeText {
  /** Of its parts, or null where it came in one. */
  readonly key: string | null;
  readonly from: string;
  /** Carriers give an incoming message no id, so this is made of what it says and when. */
  readonly id: string;
  readonly text: string;
}

/** Puts the parts of long incoming texts together, by a user data header or by the SAR fields. */
export class Reassembly {
  readonly #waiting = new Map<string, Waiting>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The whole text, or null while parts are missing. */
  add(from: string, pdu: PDU): WholeText | null {
    const part = partOf(pdu);
    const text = textOf(pdu);
    if (part === null) return this.#whole(from, text, null);
    const key = [from, part.reference, part.total].join(' ');
    const waiting = this.#waiting.get(key) ?? {
      from,
      since: this.#clock(),
      key,
      parts: new Array<string | undefined>(part.total).fill(undefined),
    };
    waiting.parts[part.number - 1] = text;
    this.#waiting.set(key, waiting);
    if (waiting.parts.includes(undefined)) return null;
    return this.#whole(from, waiting.parts.join(''), key);
  }

  /** Lets go of the parts of a text that is written down. */
  forget(whole: WholeText | null): void {
    if (whole?.key != null) this.#waiting.delete(whole.key);
  }

  /** Takes out texts that wait for parts in vain, with […] where one is missing. */
  leftOver(all: boolean): WholeText[] {
    const late = [...this.#waiting.values()].filter(
      ({ since }) => all || since <= this.#clock() - PATIENCE_MS,
    );
    return late.map(({ key, from, parts }) => {
      this.#waiting.delete(key);
      return this.#whole(from, parts.map((part) => part ?? '[…]').join(''), key);
    });
  }

  /** The same again within a minute is the carrier's repetition of one it got no answer to. */
  #whole(from: string, text: string, key: string | null): WholeText {
    const minute = Math.floor(this.#clock() / 60_000);
    const id = createHash('sha256')
      .update(JSON.stringify([from, text, key, minute]))
      .digest('hex');
    return { key, from, id, text };
  }
}

function partOf(pdu: PDU): Part | null {
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number } = pdu;
  if (reference !== undefined && total !== undefined && number !== undefined)
    return valid({ reference, total, number });
  for (const element of pdu.short_message?.udh ?? []) {
    // Of one byte for the reference (0x00), or of two (0x08): 3GPP TS 23.040, 9.2.3.24.
    if (element[0] === 0x00 && element.length >= 5)
      return valid({ reference: element[2] ?? 0, total: element[3] ?? 0, number: element[4] ?? 0 });
    if (element[0] === 0x08 && element.length >= 6)
      return valid({ reference: element.readUInt16BE(2), total: element[4] ?? 0, number: element[5] ?? 0 });
  }
  return null;
}

function valid(part: Part): Part | null {
  return part.total > 1 && part.number >= 1 && part.number <= part.total ? part : null;
}
