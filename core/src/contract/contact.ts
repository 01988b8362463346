import { z } from 'zod';
import { AgentRef, CONVERSATION_STATUSES, Conversation, ConversationStatus } from './conversation.js';
import { DecisionOut, PolicyFacts } from './decision.js';
import { ChannelName, Cursor, Id, InstantOut, PurposeName, request, VerdictName } from './primitives.js';

/** One address of a contact at one of our sender accounts, with what may be sent there. */
export const ContactChannel = z
  .object({
    identityId: Id,
    channel: ChannelName,
    channelAccountId: Id,
    channelAccountName: z.string(),
    address: z.string().meta({ description: 'Phone in E.164, e-mail address, or the provider’s user id.' }),
    facts: PolicyFacts,
    decision: DecisionOut,
  })
  .meta({ id: 'ContactChannel' });
export type ContactChannel = z.infer<typeof ContactChannel>;

const person = {
  id: Id,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable().meta({ description: 'E.164.' }),
  country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2.' }),
  language: z.string().nullable().meta({ description: 'BCP 47.' }),
  tags: z.array(z.string()),
  vip: z
    .object({ reason: z.string() })
    .nullable()
    .meta({ description: 'Why this contact counts as VIP, or null.' }),
};

export const Contact = z
  .object({
    ...person,
    timeZone: z.string().nullable().meta({ description: 'IANA name.' }),
    lifecycle: z.string().nullable(),
    customFields: z.record(z.string(), z.unknown()),
    owner: AgentRef.nullable(),
    source: z.string().nullable(),
    externalId: z.string().nullable(),
    createdAt: InstantOut,
    conversation: Conversation.nullable(),
    channels: z.array(ContactChannel).meta({ description: 'The best one first.' }),
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof Contact>;

export const ContactQuery = request({
  purpose: PurposeName.default('support').meta({ description: 'The verdicts are for this purpose.' }),
});

export const INBOXES = ['mine', 'unassigned', 'team', 'all'] as const;
export const SORTS = ['recently_closed', 'last_activity', 'name', 'window_closing'] as const;

/** A list in a query string: repeated, or one value. */
const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).optional(),
  );

export const ContactSearchQuery = request({
  q: z.string().max(200).default('').meta({
    description:
      'Words that must all match, in any order: names and phones by contained text, e-mails by their start or exact. One or two letters match at the start of a word. Blind to case and accents; phones in any notation.',
  }),
  inbox: z.enum(INBOXES).default('all').meta({
    description:
      '`mine`: assigned to the caller. `team`: assigned to agents of the caller’s team; agents without a team are one; for keys, everything that is assigned. `agent_own` always sees `mine`.',
  }),
  status: z.enum([...CONVERSATION_STATUSES, 'any']).default('closed'),
  sort: z.enum(SORTS).default('recently_closed'),
  channel: listOf(ChannelName).meta({ description: 'Contacts with any of these channels.' }),
  tag: listOf(z.string().max(100)).meta({ description: 'Contacts with all of these tags.' }),
  country: listOf(z.string().length(2)),
  assignee: Id.optional().meta({ description: 'Only conversations assigned to this agent.' }),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type ContactSearchQuery = z.input<typeof ContactSearchQuery>;

/** Where a word matched, in UTF-16 code units of the shown field, `end` exclusive. */
export const Match = z
  .object({
    field: z.enum(['firstName', 'lastName', 'email', 'phone']),
    start: z.int(),
    end: z.int(),
  })
  .meta({ id: 'Match' });

export const ContactListItem = z
  .object({
    ...person,
    conversation: z
      .object({
        id: Id,
        status: ConversationStatus,
        assignee: AgentRef.nullable(),
        lastActivityAt: InstantOut,
        closedAt: InstantOut.nullable(),
      })
      .nullable(),
    channels: z.array(
      z.object({ channel: ChannelName, verdict: VerdictName, closesAt: InstantOut.nullable() }),
    ),
    matches: z.array(Match),
  })
  .meta({ id: 'ContactListItem' });
export type ContactListItem = z.infer<typeof ContactListItem>;

export const ContactSearchResult = z
  .object({
    items: z.array(ContactListItem),
    nextCursor: z.string().nullable(),
    total: z.object({ count: z.int(), capped: z.boolean() }).meta({
      description:
        '`capped`: there are more than `count`, which is 1,000, or fewer where matches are so frequent that counting them would take longer than finding the page.',
    }),
    foundUnder: z
      .array(z.object({ status: ConversationStatus, count: z.int(), capped: z.boolean() }))
      .meta({ description: 'When nothing is found under the chosen status: where else it is.' }),
  })
  .meta({ id: 'ContactSearchResult' });
export type ContactSearchResult = z.infer<typeof ContactSearchResult>;
