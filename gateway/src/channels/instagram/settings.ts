import { z } from 'zod';
import { metaId, metaSecrets, version } from '../meta/settings.js';
import { baseUrl, timeoutMs } from '../settings.js';

export const InstagramSettings = z.strictObject({
  /** `https://graph.instagram.com` for tokens of the Instagram login, Facebook's for those of a Page. */
  baseUrl: baseUrl('https://graph.facebook.com'),
  version,
  /** Of the Instagram professional account; webhooks name it. */
  accountId: metaId,
  /** Of the linked Page, whose token sends; left out with the Instagram login. */
  pageId: metaId.optional(),
  ...metaSecrets,
  timeoutMs,
});
export type InstagramSettings = z.output<typeof InstagramSettings>;
