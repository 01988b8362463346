import { z } from 'zod';
import { Agent } from './conversation.js';
import { ChannelName, Id, InstantOut, request } from './primitives.js';

/** One of our sender accounts. Credentials never leave the gateway. */
export const ChannelAccount = z
  .object({
    id: Id,
    channel: ChannelName,
    name: z.string(),
    address: z.string().nullable().meta({ description: 'Our number, page or mailbox.' }),
    dispatches: z.boolean().meta({ description: 'This gateway can send through it; false: verdicts only.' }),
  })
  .meta({ id: 'ChannelAccount' });
export type ChannelAccount = z.infer<typeof ChannelAccount>;

export const AddChannelAccount = request({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .meta({ description: 'Lower-case letters, digits and hyphens; stands in webhook addresses. Permanent.' }),
  channel: ChannelName,
  name: z.string().trim().min(1).max(200),
  address: z.string().trim().min(1).max(200).optional().meta({ description: 'Our number, page or mailbox.' }),
  facts: z.record(z.string(), z.unknown()).optional().meta({ description: 'As in the configuration.' }),
  settings: z.record(z.string(), z.unknown()).meta({
    description: 'The channel’s own settings, credentials among them; stored sealed, never returned.',
  }),
  rate: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).optional(),
  check: z
    .boolean()
    .default(true)
    .meta({ description: 'Ask the provider first; an account that it does not know is not added.' }),
});

export const ChannelAccountCheck = z
  .object({
    ok: z.boolean().nullable().meta({ description: 'Null: nobody was asked, or can be on this channel.' }),
    name: z.string().nullable().meta({ description: 'What the provider calls the account.' }),
    address: z.string().nullable(),
    why: z.string().nullable().meta({ description: 'What stands against it; null unless `ok` is false.' }),
  })
  .meta({ id: 'ChannelAccountCheck' });
export type ChannelAccountCheck = z.infer<typeof ChannelAccountCheck>;

export const AddedChannelAccount = z
  .object({
    id: Id,
    check: ChannelAccountCheck,
    webhookUrl: z.string().nullable().meta({
      description: 'Where the provider is to report to; null: it has no webhooks, or PUBLIC_URL is not set.',
    }),
  })
  .meta({ id: 'AddedChannelAccount' });
export type AddedChannelAccount = z.infer<typeof AddedChannelAccount>;

export const Me = z
  .object({
    workspace: z.object({ id: Id, name: z.string(), preset: z.string() }),
    actor: z.union([
      z.object({ kind: z.literal('agent'), agent: Agent }),
      z.object({ kind: z.literal('machine'), keyId: Id, name: z.string() }),
    ]),
    now: InstantOut.meta({ description: 'The gateway’s clock, by which it decides.' }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;
