import { z } from 'zod';
import { ChannelName, Cursor, Id, request } from './primitives.js';

export const TEMPLATE_STATUSES = ['approved', 'pending', 'rejected', 'paused', 'disabled'] as const;

export const TemplateOut = z
  .object({
    id: Id,
    channel: ChannelName,
    channelAccountId: Id,
    name: z.string(),
    language: z.string(),
    category: z.enum(['marketing', 'utility', 'authentication']),
    status: z.enum(TEMPLATE_STATUSES),
    header: z.string().nullable().meta({ description: 'Text header, may hold a variable.' }),
    headerFormat: z.enum(['text', 'image', 'video', 'document', 'location']).optional().meta({
      description:
        'Where the header is no text: its values are `header.image`, `header.video` or `header.document` (https address of the file), or `header.latitude`, `header.longitude`, `header.name` and `header.address`.',
    }),
    body: z.string().meta({ description: 'Variables stand as `{{1}}` or `{{first_name}}`.' }),
    footer: z.string().nullable(),
    buttons: z.array(
      z.object({
        type: z.enum(['quick_reply', 'url', 'phone_number', 'copy_code', 'flow', 'otp']),
        text: z.string(),
        url: z.string().optional(),
        phoneNumber: z.string().optional(),
      }),
    ),
    variables: z.array(z.string()).meta({ description: 'Names, in the order in which they appear.' }),
    examples: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Template' });
export type TemplateOut = z.infer<typeof TemplateOut>;

export const TemplateQuery = request({
  channel: z.string().optional(),
  channelAccountId: Id.optional(),
  status: z.enum([...TEMPLATE_STATUSES, 'any']).default('approved'),
  language: z.string().max(20).optional(),
  q: z.string().max(100).optional().meta({ description: 'Contained in name or body.' }),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
