import { z } from 'zod';
import { Id, InstantIn, InstantOut, request } from './primitives.js';

export const ROLES = ['owner', 'manager', 'agent', 'agent_team', 'agent_own'] as const;
export const Role = z.enum(ROLES).meta({
  id: 'Role',
  description:
    '`agent_own` reaches only contacts assigned to that agent, `agent_team` those assigned to anybody of the team; the others reach all.',
});
export type Role = z.infer<typeof Role>;

export const Agent = z
  .object({
    id: Id,
    externalId: z.string(),
    name: z.string(),
    role: Role,
    team: z.string().nullable().optional().meta({ description: 'As the agent’s token names it.' }),
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;

export const AgentRef = z.object({ id: Id, name: z.string() }).meta({ id: 'AgentRef' });

export const CONVERSATION_STATUSES = ['open', 'snoozed', 'closed'] as const;
export const ConversationStatus = z.enum(CONVERSATION_STATUSES).meta({ id: 'ConversationStatus' });

/** A contact has one conversation, across its channels; it is closed and reopened, never replaced. */
export const Conversation = z
  .object({
    id: Id,
    contactId: Id,
    status: ConversationStatus,
    assignee: AgentRef.nullable(),
    lastActivityAt: InstantOut,
    openedAt: InstantOut.nullable(),
    closedAt: InstantOut.nullable(),
    snoozedUntil: InstantOut.nullable(),
    closing: z
      .object({
        category: z.string().nullable(),
        summary: z.string().nullable(),
        by: AgentRef.nullable(),
      })
      .nullable()
      .meta({ description: 'The note of the last closing.' }),
    reopenReason: z.string().nullable(),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof Conversation>;

/** Whether the caller means to act on another agent’s conversation. */
export const TakeOver = z
  .boolean()
  .default(false)
  .meta({ description: 'Needed when the conversation is assigned to another agent; it is recorded.' });

export const ReopenConversation = request({
  reason: z.string().trim().max(500).optional(),
  takeOver: TakeOver,
}).meta({ id: 'ReopenConversation' });

export const CloseConversation = request({
  category: z.string().trim().max(100).optional(),
  summary: z.string().trim().max(2000).optional(),
  survey: z
    .boolean()
    .optional()
    .meta({ description: 'Whether to ask how satisfied the contact is. Default: as the workspace does.' }),
}).meta({ id: 'CloseConversation' });

export const SnoozeConversation = request({ until: InstantIn }).meta({ id: 'SnoozeConversation' });

export const AssignConversation = request({
  assignee: z
    .union([z.literal('me'), Id, z.null()])
    .meta({ description: '`me`, the id of an agent, or null to unassign.' }),
  takeOver: TakeOver,
}).meta({ id: 'AssignConversation' });
