import { CHANNELS } from '@outbound-composer/core';
import { z } from 'zod';

const text = z.string().trim().min(1);

/** What `decide()` may know about a sender account; what is left out never widens a verdict. */
const AccountFacts = z.strictObject({
  humanAgentApproved: z.boolean().optional(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
  region: z.string().length(2).optional(),
  commercialTermsAccepted: z.boolean().optional(),
  monthlyQuota: z.int().nonnegative().optional(),
  /** Used this month outside this gateway; what it sends itself comes on top. */
  monthlySent: z.int().nonnegative().optional(),
  monthlyBotInitiated: z.int().nonnegative().optional(),
  overageAllowed: z.boolean().optional(),
  /** WhatsApp's messaging limit; left out: unlimited or unknown. */
  recipientLimit: z.int().nonnegative().optional(),
  utilityMessaging: z.boolean().optional(),
  businessConnection: z.boolean().optional(),
});

/** A sender account, as it stands in the configuration or is added to a running gateway. */
export const AccountDefinition = z.strictObject({
  /** Stands in webhook addresses and logs; permanent. */
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'expected lower-case letters, digits and hyphens' }),
  channel: z.enum(CHANNELS),
  name: text,
  /** Our number, page or mailbox, as people read it. */
  address: text.optional(),
  facts: AccountFacts.default({}),
  /** The adapter's own settings; without them the account gives verdicts only. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Messages that the provider takes from this account, over all processes. */
  rate: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).optional(),
});
export type AccountDefinition = z.output<typeof AccountDefinition>;
