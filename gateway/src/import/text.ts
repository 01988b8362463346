import { isUtf8 } from 'node:buffer';
import { ImportError } from './import-error.js';

/**
 * Stands where bytes were no UTF-8. It is a code point that Unicode keeps free for such inner use, so it is
 * told from U+FFFD, which a file may hold for real.
 */
export const NOT_UTF8 = '\uFDD0';

const NEWLINE = 0x0a;

/**
 * The text of a file in chunks of whole lines, without a byte order mark.
 * @throws ImportError for UTF-16, which cannot be mended row by row
 */
export async function* decodeUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const chunk of bytes) {
    let whole: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (first && whole.length >= 3) {
      whole = withoutMark(whole);
      first = false;
    }
    const end = whole.lastIndexOf(NEWLINE) + 1;
    rest = whole.subarray(end);
    if (end > 0) yield decode(whole.subarray(0, end));
  }
  const last = first ? withoutMark(rest) : rest;
  if (last.length > 0) yield decode(last);
}

function withoutMark(bytes: Buffer): Buffer {
  const [a, b, c] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new ImportError('The file is UTF-16; save it as UTF-8');
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes;
}

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  // A line is the smallest part that is surely cut at the right place.
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(NEWLINE, from);
    const to = at === -1 ? bytes.length : at + 1;
    const line = bytes.subarray(from, to);
    text += isUtf8(line) ? line.toString('utf8') : line.toString('utf8').replaceAll('\uFFFD', NOT_UTF8);
    from = to;
  }
  return text;
}
