import { z } from 'zod';
import { Contact } from './contact.js';
import { Id, request } from './primitives.js';

const MAX_CUSTOM_FIELDS = 100;

const name = z.string().trim().max(200).nullable().optional();
const tags = z
  .array(z.string().trim().min(1).max(100))
  .max(100)
  .optional()
  .meta({ description: 'Blind to case.' });

/** What may be said about a contact. What is left out stays as it is; null clears it. */
const values = {
  firstName: name,
  lastName: name,
  email: z.string().trim().max(254).nullable().optional().meta({ description: 'Kept in lower case.' }),
  phone: z.string().trim().max(60).nullable().optional().meta({
    description:
      'Any notation; a national number belongs to the contact’s country, else to the workspace’s. Kept in E.164.',
  }),
  country: z.string().trim().max(100).nullable().optional().meta({ description: 'ISO 3166-1 alpha-2.' }),
  language: z.string().trim().max(35).nullable().optional().meta({ description: 'BCP 47.' }),
  timeZone: z.string().trim().max(64).nullable().optional().meta({ description: 'IANA name.' }),
  lifecycle: z.string().trim().max(100).nullable().optional(),
  owner: z
    .union([z.literal('me'), Id, z.null()])
    .optional()
    .meta({ description: '`me`, the id of an agent, or null for nobody.' }),
  addTags: tags,
  removeTags: tags,
  customFields: z
    .record(
      z.string().trim().min(1).max(100),
      z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
    )
    .refine((fields) => Object.keys(fields).length <= MAX_CUSTOM_FIELDS, {
      error: `has more than ${MAX_CUSTOM_FIELDS} members`,
    })
    .optional()
    .meta({ description: 'Set one by one; null removes a field. Those not named stay.' }),
};

export const SaveContact = request({
  external: request({
    source: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^/]+$/, { error: 'a name without a slash' })
      .meta({ description: 'The system that gave the id, e.g. `shop`.' }),
    id: z.string().trim().min(1).max(200),
  })
    .optional()
    .meta({ description: 'The contact’s id in your system.' }),
  ...values,
}).meta({
  id: 'SaveContact',
  description: 'At least one of `external`, `email` and `phone` must tell the contact apart.',
});
export type SaveContact = z.input<typeof SaveContact>;

export const UpdateContact = request(values).meta({ id: 'UpdateContact' });
export type UpdateContact = z.input<typeof UpdateContact>;

export const SavedContact = z
  .object({
    outcome: z.enum(['created', 'updated', 'unchanged']),
    contact: Contact,
  })
  .meta({ id: 'SavedContact' });
export type SavedContact = z.infer<typeof SavedContact>;
