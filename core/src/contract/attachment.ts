import { z } from 'zod';
import { Id, InstantOut } from './primitives.js';

/** A file as a message carries it. */
export const AttachmentFile = z
  .object({
    id: Id,
    name: z.string().meta({ description: 'File name.' }),
    type: z.string().meta({ description: 'Media type, without parameters.', examples: ['application/pdf'] }),
    bytes: z.int(),
  })
  .meta({ id: 'AttachmentFile' });
export type AttachmentFile = z.infer<typeof AttachmentFile>;

export const Attachment = AttachmentFile.extend({
  createdAt: InstantOut,
  expiresAt: InstantOut.nullable().meta({
    description: 'When it is removed unless a message carries it by then; null: one does.',
  }),
  url: z.string().meta({
    description:
      'Its content for five minutes, for a browser that cannot send a token. Without a public address of the gateway a path.',
  }),
}).meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof Attachment>;

/** What a file is uploaded as; the body is the file itself, its `Content-Type` the file's. */
export const UploadQuery = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^/\\\p{Cc}]+$/u, { error: 'a file name without slashes and control characters' })
    .meta({ description: 'File name, as the recipient sees it.' }),
});

export const ATTACHMENT_ROUTES = {
  uploadAttachment: {
    method: 'POST',
    path: '/v1/attachments',
    summary: 'Keep a file for messages to be sent; the body is the file',
    querystring: UploadQuery,
    response: { 201: Attachment },
  },
  getAttachment: {
    method: 'GET',
    path: '/v1/attachments/:id',
    summary: 'A file that the caller uploaded, or that a message of a contact within reach carries',
    params: z.object({ id: Id }),
    response: { 200: Attachment },
  },
} as const;
