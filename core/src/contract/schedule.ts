import { z } from 'zod';
import { InstantIn, InstantOut, request } from './primitives.js';

export const Schedule = z
  .union([
    request({ at: InstantIn }),
    request({
      localTime: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/, {
          error: 'a wall clock without an offset, e.g. 2026-11-25T09:00',
        })
        .meta({
          description:
            'What the recipient’s clock shows: in the contact’s time zone; else in its country’s, where all of that country agrees; else in the workspace’s. The message says which it was. An hour that a change to daylight saving leaves out is one hour later; one that comes twice is the first.',
          examples: ['2026-11-25T09:00'],
        }),
    }),
  ])
  .meta({ id: 'Schedule', description: 'When to send: an instant, or a wall clock of the recipient.' });

/** What a request to send may say about when. */
export const whenToSend = {
  schedule: Schedule.optional().meta({
    description:
      'Send then and not now, at most 365 days ahead. Decided for that instant now, and once more when it comes; limits are counted when it comes, and the conversation is reopened then.',
  }),
  postponeQuietHours: z.boolean().optional().meta({
    description:
      'Where quiet hours forbid it, send as soon as they are over instead of refusing it. Default false.',
  }),
  cancelIfContactWrites: z.boolean().optional().meta({
    description:
      'Of a scheduled or postponed message: do not send it if the contact writes first. Default true.',
  }),
};

export const MessageSchedule = z
  .object({
    at: InstantOut.meta({ description: 'When it leaves.' }),
    localTime: z.string().nullable().meta({ description: 'The wall clock that was asked for.' }),
    timeZone: z.string().nullable().meta({ description: 'IANA name; null when an instant was asked for.' }),
    timeZoneFrom: z
      .enum(['contact', 'country', 'workspace'])
      .nullable()
      .meta({ description: 'Where the time zone is known from.' }),
    cancelIfContactWrites: z.boolean(),
    postponedFrom: InstantOut.nullable().meta({
      description: 'When it would have left if there were no quiet hours.',
    }),
  })
  .meta({ id: 'MessageSchedule' });
export type MessageSchedule = z.infer<typeof MessageSchedule>;

export const Cancellation = z
  .object({
    at: InstantOut,
    reason: z.enum(['asked', 'contact_wrote']).meta({
      description: '`asked`: somebody cancelled it; `contact_wrote`: the contact wrote first.',
    }),
  })
  .meta({ id: 'Cancellation' });
export type Cancellation = z.infer<typeof Cancellation>;
