import { z } from 'zod';
import { Audit, AuditQuery } from './audit.js';
import { ContactListItem } from './contact.js';
import { Cursor, pageOf, request } from './primitives.js';

/** Routes about what the operator has set up, and about what was done; part of `ROUTES`. */
export const WORKSPACE_ROUTES = {
  listSegments: {
    method: 'GET',
    path: '/v1/segments',
    summary: 'Named groups of contacts, as configured',
    response: { 200: z.object({ items: z.array(z.object({ key: z.string(), name: z.string() })) }) },
  },
  listSegmentContacts: {
    method: 'GET',
    path: '/v1/segments/:key/contacts',
    summary: 'The contacts of a segment, in the order of their ids',
    params: z.object({ key: z.string().max(100) }),
    querystring: request({
      cursor: Cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(100),
    }),
    response: { 200: pageOf(ContactListItem) },
  },
  listClosingCategories: {
    method: 'GET',
    path: '/v1/closing-categories',
    summary: 'What a conversation may be filed under when it is closed',
    response: {
      200: z.object({
        items: z.array(z.string()).meta({ description: 'Empty: any text.' }),
        required: z.boolean(),
        survey: z.boolean().optional().meta({
          description:
            'Whether contacts are asked how satisfied they are, unless the closing says otherwise; left out where the workspace has not set up surveys.',
        }),
      }),
    },
  },
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    summary: 'Who changed what, newest first; for owners and managers',
    querystring: AuditQuery,
    response: { 200: pageOf(Audit) },
  },
} as const;
