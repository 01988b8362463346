import { z } from 'zod';
import { Agent } from './conversation.js';
import { ChannelName, Id, InstantOut } from './primitives.js';

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
