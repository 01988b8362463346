import { z } from 'zod';

/** An origin, or `:*` for every port of it; as `URL` writes it, because that is what it is compared with. */
const privateUrl = z
  .string()
  .regex(/^https?:\/\/[^/?#\s]+$/, {
    error: 'expected an origin such as http://n8n:5678 or http://127.0.0.1:*, without a path',
  })
  .transform((origin) => origin.toLowerCase());

export const WebhooksConfig = z.strictObject({
  /** Receivers that may be without https, or at a private or loopback address. */
  allowPrivateUrls: z.array(privateUrl).default([]),
});
