import { z } from 'zod';
import { ContactRef, Cursor, Id, InstantIn, InstantOut, request } from './primitives.js';

export const Audit = z
  .object({
    id: Id,
    at: InstantOut,
    actor: z.object({
      kind: z.enum(['agent', 'machine', 'contact', 'system']),
      id: Id.nullable(),
      name: z.string().nullable(),
    }),
    action: z.string().meta({ description: 'Stable code, e.g. `conversation_closed`.' }),
    contactId: Id.nullable(),
    conversationId: Id.nullable(),
    messageId: Id.nullable(),
    detail: z.record(z.string(), z.unknown()).meta({ description: 'Ids and codes; no texts, no addresses.' }),
  })
  .meta({ id: 'Audit' });
export type Audit = z.infer<typeof Audit>;

/** Which entries. */
export const auditFilter = {
  from: InstantIn.optional().meta({ description: 'At this instant or later.' }),
  to: InstantIn.optional().meta({ description: 'Before this instant.' }),
  contact: ContactRef.optional(),
  action: z.string().max(100).optional().meta({ description: 'One code, e.g. `conversation_closed`.' }),
  actor: Id.optional().meta({ description: 'Id of an agent or key.' }),
};

export const AuditQuery = request({
  ...auditFilter,
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type AuditQuery = z.input<typeof AuditQuery>;
