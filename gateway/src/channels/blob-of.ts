import type { OutboundMedia } from './adapter.js';

/** A file for a multipart form. */
export const blobOf = async ({ mimeType, read }: OutboundMedia): Promise<Blob> =>
  new Blob([new Uint8Array(await read())], { type: mimeType });
