import { z } from 'zod';
import { OPENERS, REASONS } from '../policy/types.js';
import { ChannelName, InstantOut, VerdictName } from './primitives.js';

export const WayOut = z
  .discriminatedUnion('form', [
    z.object({ form: z.literal('free_form') }),
    z.object({
      form: z.literal('template'),
      categories: z.array(z.enum(['marketing', 'utility', 'authentication'])),
    }),
    z.object({ form: z.literal('tag'), tag: z.string() }),
    z.object({ form: z.literal('utility_template') }),
    z.object({ form: z.literal('bot_initiated') }),
  ])
  .meta({ id: 'Way', description: 'A form in which a message may leave now.' });

export const FormName = z
  .enum(['free_form', 'template', 'tag', 'utility_template', 'bot_initiated'])
  .meta({ id: 'Form' });

export const DecisionOut = z
  .object({
    channel: ChannelName,
    verdict: VerdictName,
    ways: z.array(WayOut).meta({ description: 'Best first; empty exactly when blocked.' }),
    reason: z.enum(REASONS),
    explanation: z.string().meta({ description: 'The reason in one sentence, in the language asked for.' }),
    closesAt: InstantOut.nullable().meta({ description: 'When the verdict gets stricter.' }),
    nextChangeAt: InstantOut.nullable().meta({ description: 'When to ask again, at the latest.' }),
    remaining: z.int().nullable().meta({ description: 'Messages left, where the channel counts.' }),
    unlockedBy: z.array(z.string()),
    price: z.object({ kind: z.enum(['free', 'paid', 'unknown']), reason: z.string() }),
    notes: z.array(z.object({ code: z.string(), text: z.string() })),
    rule: z.object({
      id: z.string(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
      source: z.string(),
    }),
  })
  .meta({ id: 'Decision', description: 'What may be sent now, until when, and why not.' });
export type DecisionOut = z.infer<typeof DecisionOut>;

/**
 * What `decide()` needs besides clock, sender and purpose, so that a caller can decide again by itself while
 * a countdown runs.
 */
export const PolicyFacts = z
  .object({
    window: z.object({
      lastInboundAt: InstantOut.nullable(),
      opener: z.enum(OPENERS),
      outboundSinceInbound: z.int(),
      freeEntryPointUntil: InstantOut.nullable().optional(),
      marketingRefusedAt: InstantOut.nullable().optional(),
    }),
    account: z.object({
      humanAgentApproved: z.boolean().optional(),
      createdAt: InstantOut.nullable().optional(),
      region: z.string().optional(),
      monthlyBotInitiated: z.int().optional(),
      commercialTermsAccepted: z.boolean().optional(),
      monthlyQuota: z.int().nullable().optional(),
      monthlySent: z.int().optional(),
      overageAllowed: z.boolean().optional(),
      recipientLimit: z.int().nullable().optional(),
      recipientsLast24h: z.int().optional(),
      utilityMessaging: z.boolean().optional(),
      businessConnection: z.boolean().optional(),
    }),
    consent: z.object({
      optedOut: z.boolean(),
      blocked: z.boolean(),
      optedInMarketing: z.boolean(),
      optedOutMarketing: z.boolean().optional(),
    }),
    recipient: z.object({ timeZone: z.string().optional(), country: z.string().optional() }),
  })
  .meta({ id: 'PolicyFacts' });
export type PolicyFacts = z.infer<typeof PolicyFacts>;
