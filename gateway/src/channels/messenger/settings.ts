import { z } from 'zod';
import { metaId, metaSecrets, version } from '../meta/settings.js';
import { baseUrl, timeoutMs } from '../settings.js';

export const MessengerSettings = z.strictObject({
  baseUrl: baseUrl('https://graph.facebook.com'),
  version,
  /** Of the Page that writes. */
  pageId: metaId,
  ...metaSecrets,
  timeoutMs,
});
export type MessengerSettings = z.output<typeof MessengerSettings>;
