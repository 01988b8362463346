import { smsSegments } from '@outbound-composer/core/sms';
import smpp from 'smpp';

/** `data_coding`: SMPP 3.4, 5.2.19. 0 is the carrier's own alphabet, which is GSM 03.38. */
const GSM = 0;
const UCS2 = 8;
const ESCAPE = 0x1b;
/** Of a user data header that says which part of which message this is: 3GPP TS 23.040, 9.2.3.24.1. */
const CONCATENATED = [0x05, 0x00, 0x03] as const;

export interface Parts {
  readonly dataCoding: number;
  /** What goes into `short_message` of each; with more than one, each begins with its header. */
  readonly parts: readonly Buffer[];
}

/**
 * A text as messages that a phone puts together again.
 * @param reference of the message, 0 to 255, which all its parts share
 */
export function partsOf(text: string, reference: number): Parts {
  const isGsm = smsSegments(text).encoding === 'GSM-7';
  const bytes = isGsm ? smpp.encodings.ASCII.encode(text) : smpp.encodings.UCS2.encode(text);
  const [whole, each] = isGsm ? [160, 153] : [140, 134];
  const dataCoding = isGsm ? GSM : UCS2;
  if (bytes.length <= whole) return { dataCoding, parts: [bytes] };
  const bodies = cut(bytes, each, isGsm ? splitsEscape : splitsPair);
  return {
    dataCoding,
    parts: bodies.map((body, index) =>
      Buffer.concat([Buffer.from([...CONCATENATED, reference & 0xff, bodies.length, index + 1]), body]),
    ),
  };
}

function cut(bytes: Buffer, most: number, splits: (bytes: Buffer, at: number) => number): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(from + most, bytes.length);
    const end = to === bytes.length ? to : to - splits(bytes, to);
    parts.push(bytes.subarray(from, end));
    from = end;
  }
  return parts;
}

/** Bytes to leave for the next part, so that no character is cut in two: GSM writes some as an escape and another. */
function splitsEscape(bytes: Buffer, at: number): number {
  return bytes[at - 1] === ESCAPE ? 1 : 0;
}

function splitsPair(bytes: Buffer, at: number): number {
  const unit = bytes.readUInt16BE(at - 2);
  return unit >= 0xd800 && unit <= 0xdbff ? 2 : 0;
}
