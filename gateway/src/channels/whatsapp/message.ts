import { z } from 'zod';
import { seconds } from '../meta/seconds.js';
import { Party } from './address.js';

const caption = z.object({ caption: z.string().optional() });
const pressed = z.object({ id: z.string().optional(), title: z.string() });

/** One message of the `messages` webhook, of which `type` says which member is there. */
export const Message = Party.extend({
  id: z.string().min(1),
  timestamp: seconds,
  type: z.string(),
  /** Of an echo: the customer. */
  to: z.string().min(1).optional(),
  to_user_id: z.string().min(1).optional(),
  group_id: z.string().optional(),
  context: z.object({ id: z.string().optional() }).optional(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string(), payload: z.string().optional() }).optional(),
  interactive: z
    .object({
      button_reply: pressed.optional(),
      list_reply: pressed.optional(),
      /** The answer of a flow. */
      nfm_reply: z.object({ body: z.string().optional() }).optional(),
    })
    .optional(),
  reaction: z.object({ emoji: z.string().optional() }).optional(),
  image: caption.optional(),
  video: caption.optional(),
  document: caption.extend({ filename: z.string().optional() }).optional(),
  location: z.object({ name: z.string().optional() }).optional(),
  referral: z.object({ source_type: z.string().optional() }).optional(),
  system: z
    .object({
      type: z.string().optional(),
      wa_id: z.string().min(1).optional(),
      user_id: z.string().min(1).optional(),
    })
    .optional(),
  revoke: z.object({ original_message_id: z.string().min(1) }).optional(),
});
export type Message = z.output<typeof Message>;
