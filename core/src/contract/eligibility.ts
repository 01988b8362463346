import { z } from 'zod';
import { DecisionOut } from './decision.js';
import { Problem } from './errors.js';
import { FrequencyCapState } from './frequency-cap.js';
import { ContactRef, Id, InstantIn, PurposeName, request, SenderKind } from './primitives.js';

export const CheckItem = request({
  // Looser than ContactRef: one reference that names nobody is that item's problem, not the whole request's.
  contact: z
    .string()
    .min(1)
    .max(400)
    .meta({
      description: ContactRef.description,
      examples: ['email:ada@example.com', 'phone:+49 170 1234567'],
    }),
  channel: z.string().optional().meta({ description: 'One channel; default: all of the contact’s.' }),
  purpose: PurposeName.default('support'),
  sender: SenderKind.optional().meta({
    description: 'Default: `human` for agents, `automation` for keys.',
  }),
  at: InstantIn.optional().meta({ description: 'Default: now.' }),
}).meta({ id: 'CheckItem' });

export const CheckEligibility = request({ items: z.array(CheckItem).min(1).max(1000) }).meta({
  id: 'CheckEligibility',
});
export type CheckEligibility = z.input<typeof CheckEligibility>;

export const Checked = z
  .object({
    contactId: Id,
    eligible: z
      .boolean()
      .meta({ description: 'At least one decision is not blocked, and no frequency cap is reached.' }),
    decisions: z
      .array(z.object({ identityId: Id, channelAccountId: Id, decision: DecisionOut }))
      .meta({ description: 'The best one first.' }),
    frequencyCap: FrequencyCapState.optional().meta({
      description: 'Where the workspace has one for this purpose.',
    }),
  })
  .meta({ id: 'Checked' });

/** One result per item, in the order asked. An item that cannot be checked says why; the others still are. */
export const EligibilityResult = z
  .object({
    items: z.array(
      z.union([
        z.object({ ok: z.literal(true), result: Checked }),
        z.object({ ok: z.literal(false), problem: Problem }),
      ]),
    ),
  })
  .meta({ id: 'EligibilityResult' });
export type EligibilityResult = z.infer<typeof EligibilityResult>;
export type Checked = z.infer<typeof Checked>;
