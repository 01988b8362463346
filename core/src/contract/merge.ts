import { z } from 'zod';
import { ContactListItem } from './contact.js';
import { ContactRef, request } from './primitives.js';

export const MergeContact = request({
  into: ContactRef.meta({ description: 'The contact that stays; where both have a value, its own counts.' }),
}).meta({ id: 'MergeContact' });
export type MergeContact = z.input<typeof MergeContact>;

export const Duplicates = z
  .object({
    items: z.array(z.object({ contact: ContactListItem, sharedBy: z.array(z.enum(['phone', 'email'])) })),
  })
  .meta({ id: 'Duplicates', description: 'Up to 100, the one that was active last first.' });
export type Duplicates = z.infer<typeof Duplicates>;
