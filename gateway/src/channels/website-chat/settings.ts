import { z } from 'zod';

export const WebsiteChatSettings = z.strictObject({
  /** Signs the tokens by which a visitor is known again. */
  visitorSecret: z.string().min(32, { error: 'expected at least 32 characters' }),
  /** Days after which a visitor who did not come back is forgotten. */
  visitorDays: z.int().min(1).max(3650).default(365),
});
export type WebsiteChatSettings = z.output<typeof WebsiteChatSettings>;
