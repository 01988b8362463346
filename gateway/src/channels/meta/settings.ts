import { z } from 'zod';
import { secret } from '../settings.js';

/** Version of the Graph API. */
export const version = z
  .string()
  .regex(/^v\d+\.\d+$/, { error: 'expected a Graph API version such as v23.0' })
  .default('v23.0');

/** An id of Meta's, as the App Dashboard shows it. */
export const metaId = z
  .string()
  .regex(/^\d+$/, { error: 'expected digits, as the App Dashboard shows them' });

/** What Meta's three channels have in common. */
export const metaSecrets = {
  accessToken: secret,
  /** Of the Meta app; signs the webhooks, and proves with each call that it comes from the app. */
  appSecret: secret,
  /** The word of your choice that Meta repeats when the webhook is set up. */
  verifyToken: secret,
  /** Off only for tokens that the app secret above does not belong to. */
  appSecretProof: z.boolean().default(true),
};
