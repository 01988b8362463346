import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';

/** Types that a content is found to be where a more exact, or another name for the same, was declared. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'application/zip': ['application/vnd.', 'application/epub+zip', 'application/java-archive'],
  // Office files before 2007.
  'application/x-cfb': ['application/msword', 'application/vnd.ms-'],
  'application/xml': ['image/svg+xml', 'text/xml', 'application/'],
  'video/mp4': ['audio/mp4', 'audio/x-m4a', 'audio/m4a', 'video/quicktime', 'video/x-m4v'],
  'audio/mp4': ['video/mp4', 'audio/x-m4a', 'audio/m4a', 'audio/aac'],
  'audio/x-m4a': ['audio/mp4', 'audio/m4a', 'audio/aac'],
  'audio/ogg': ['application/ogg', 'audio/opus'],
  'video/webm': ['audio/webm'],
  'video/matroska': ['video/x-matroska', 'video/webm', 'audio/webm'],
  'audio/wav': ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  'audio/mpeg': ['audio/mp3'],
  'image/jpeg': ['image/jpg', 'image/pjpeg'],
  'application/rtf': ['text/rtf'],
};

/**
 * What a file is by its first bytes, where that contradicts the type it came with; null where it does not. Text has
 * no signature: it is what can be read as UTF-8 and holds no NUL.
 */
export async function contradiction(start: Uint8Array, declared: string): Promise<string | null> {
  const found = withoutParameters((await fileTypeFromBuffer(start))?.mime);
  if (found === undefined) {
    // Sound may begin with a tag whose cover picture is longer than what is looked at.
    if (declared.startsWith('audio/') && startsWith(start, 'ID3')) return null;
    if (KNOWN.has(declared)) return 'of another format';
    return declared.startsWith('text/') && !isText(start) ? 'not text in UTF-8' : null;
  }
  return found === declared || ALSO[found]?.some((type) => declared.startsWith(type)) ? null : found;
}

function isText(start: Uint8Array): boolean {
  if (start.includes(0)) return false;
  try {
    // It may end in the middle of a character.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const startsWith = (bytes: Uint8Array, sign: string) =>
  Buffer.from(bytes.subarray(0, sign.length)).toString('latin1') === sign;
const withoutParameters = (type: string | undefined) => type?.split(';', 1)[0];
/** Types that every file of them can be told by. */
const KNOWN: ReadonlySet<string | undefined> = new Set([...supportedMimeTypes].map(withoutParameters));
