import { z } from 'zod';
import { DAY, dateToEpoch, HOUR, MINUTE, SECOND } from '../policy/instant.js';
import { ALWAYS, type Says as RuleSays } from '../policy/rule.js';
import { CHANNELS, OPENERS, PURPOSES, SENDERS, VERDICTS } from '../policy/types.js';

/** The operator's overlay file, as it is written. Messages say what would be right. */

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

const Duration = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, 'must be a whole number and a unit, e.g. 30s, 10m, 24h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * UNITS[text.slice(-1)]!)
  .meta({ description: 'A whole number and a unit: s, m, h or d.', examples: ['24h', '7d'] });

const Day = z
  .string()
  .refine((text) => !Number.isNaN(dateToEpoch(text)), 'must be a date, e.g. 2026-12-01')
  .meta({ description: 'A day, from midnight UTC.', examples: ['2026-12-01'] });

const WallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, e.g. 21:00');
const Country = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, e.g. US');
const Purpose = z.enum(PURPOSES);
const Id = z
  .string()
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, 'must be words of a-z, 0-9, _ and - with dots between');
const Text = z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters');
const TimeZone = z.string().refine(isTimeZone, 'must be recipient or an IANA time zone, e.g. Europe/Berlin');
const AccountFlag = z.enum([
  'humanAgentApproved',
  'utilityMessaging',
  'businessConnection',
  'commercialTermsAccepted',
]);
const Count = z.int('must be a whole number').min(0, 'must be 0 or more');

const Note = z.strictObject({
  code: Id,
  text: Text.meta({ description: 'One English sentence.' }),
  de: Text.meta({ description: 'The same in German.' }),
  verdicts: z.exactOptional(z.array(z.enum(VERDICTS))),
  purposes: z.exactOptional(z.array(Purpose)),
});
const Span = z.strictObject({ lasts: Duration, max: z.exactOptional(Count), note: z.exactOptional(Note) });
const Spans = z.strictObject(
  Object.fromEntries(OPENERS.map((opener) => [opener, z.exactOptional(Span)])) as Record<
    (typeof OPENERS)[number],
    z.ZodExactOptional<typeof Span>
  >,
);
const Way = z.discriminatedUnion('form', [
  z.strictObject({
    form: z.literal('template'),
    categories: z.array(z.enum(['marketing', 'utility', 'authentication'])).min(1, 'must name a category'),
  }),
  z.strictObject({ form: z.literal('tag'), tag: Text }),
  z.strictObject({ form: z.literal('utility_template') }),
  z.strictObject({ form: z.literal('bot_initiated') }),
]);
const Form = z.strictObject({
  way: Way,
  insideToo: z.exactOptional(z.boolean()),
  sender: z.exactOptional(z.enum(SENDERS)),
  needs: z.exactOptional(AccountFlag),
  purposes: z.exactOptional(z.array(Purpose)),
  within: z.exactOptional(Duration),
  onlyCountries: z.exactOptional(z.array(Country)),
  exceptCountries: z.exactOptional(z.array(Country)),
  allowance: z.exactOptional(
    z.strictObject({ perMonth: Count, accountsCreatedBefore: z.exactOptional(Day) }),
  ),
});
const Price = z.strictObject({ kind: z.enum(['free', 'paid', 'unknown']), reason: Id });

/** One key of these says what the rule is about; `firstContact` and `accounts` go with `window`. */
const ABOUT = [
  'window',
  'forms',
  'consent',
  'exclude',
  'quietHours',
  'monthlyQuota',
  'recipientLimit',
  'marketingCap',
  'price',
  'note',
] as const;

const Says = z
  .strictObject({
    window: z.exactOptional(z.union([z.enum(['none', 'template_only']), Spans])),
    firstContact: z.exactOptional(z.enum(['allowed', 'refused'])),
    accounts: z.exactOptional(AccountFlag),
    forms: z.exactOptional(z.array(Form)),
    consent: z.exactOptional(
      z.strictObject({
        optOutCovers: z.union([z.literal('everything'), z.array(Purpose)]),
        marketingNeedsOptIn: z.exactOptional(z.boolean()),
        threadDeletionEnds: z.exactOptional(z.boolean()),
      }),
    ),
    exclude: z.exactOptional(
      z.strictObject({
        purposes: z.exactOptional(z.array(Purpose)),
        recipientCountries: z.exactOptional(z.array(Country)),
        accountRegions: z.exactOptional(z.array(Country)),
      }),
    ),
    quietHours: z.exactOptional(
      z.strictObject({
        from: WallClock,
        to: WallClock,
        zone: TimeZone,
        purposes: z.array(Purpose),
        countries: z.exactOptional(z.array(Country)),
        advice: z.exactOptional(Note),
      }),
    ),
    monthlyQuota: z.exactOptional(z.literal('plan')),
    recipientLimit: z
      .exactOptional(
        z.strictObject({
          max: z.exactOptional(Count).meta({
            description:
              'People in any 24 hours outside their windows, whatever more the provider allows. Absent: as many as the provider allows.',
          }),
          note: Note,
        }),
      )
      .meta({ description: 'How many people may be written to outside their windows in any 24 hours.' }),
    marketingCap: z
      .exactOptional(
        z.strictObject({
          lasts: Duration.meta({ description: 'From the refusal.' }),
          note: Note,
        }),
      )
      .meta({ description: 'For how long no marketing is sent to a contact after the provider refused it.' }),
    price: z.exactOptional(
      z.strictObject({ open: Price, outside: Price, freeEntryPoint: z.exactOptional(z.boolean()) }),
    ),
    note: z.exactOptional(Note),
  })
  .superRefine((says, context) => {
    const about = ABOUT.filter((key) => says[key] !== undefined);
    if (about.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: `must have exactly one of ${ABOUT.join(', ')}, has ${about.join(' and ') || 'none'}`,
      });
    }
    for (const key of ['firstContact', 'accounts'] as const) {
      if (says[key] !== undefined && says.window === undefined) {
        context.addIssue({ code: 'custom', path: [key], message: 'must stand beside window' });
      }
    }
  })
  .transform((says): RuleSays => {
    const { window, firstContact, accounts, forms, consent, exclude, quietHours, price, note } = says;
    const { recipientLimit, marketingCap } = says;
    if (window !== undefined) {
      return {
        window,
        ...(firstContact === undefined ? {} : { firstContact }),
        ...(accounts === undefined ? {} : { accounts }),
      };
    }
    if (forms !== undefined) return { forms };
    if (consent !== undefined) return { consent };
    if (exclude !== undefined) return { exclude };
    if (quietHours !== undefined) return { quietHours };
    if (recipientLimit !== undefined) return { recipientLimit };
    if (marketingCap !== undefined) return { marketingCap };
    if (price !== undefined) return { price };
    return note === undefined ? { monthlyQuota: 'plan' } : { note };
  });

const OverlayRule = z
  .strictObject({
    id: Id.meta({ description: 'Permanent; shown as `rule.id` of the decisions it makes.' }),
    channel: z.enum(CHANNELS),
    replaces: z.exactOptional(Id).meta({
      description: 'Id of the rule whose place it takes, without the date, e.g. `whatsapp.window`.',
    }),
    validFrom: Day.default(ALWAYS),
    validTo: Day.nullable().default(null),
    says: Says,
    because: Text.meta({ description: 'Why; shown to people when the rule loosens something.' }),
    loosens: z
      .boolean()
      .default(false)
      .meta({ description: 'Must be true for a rule that allows more than the one it replaces.' }),
  })
  .refine((rule) => rule.validTo === null || dateToEpoch(rule.validTo) > dateToEpoch(rule.validFrom), {
    path: ['validTo'],
    error: ({ input }) => `must be later than validFrom, got ${datesOf(input)}`,
  });

export const Overlay = z
  .strictObject({
    $schema: z.exactOptional(z.string()),
    id: Id.meta({ description: 'Name of the preset that comes out.' }),
    extends: z.enum(['current', 'respond-io']).default('current'),
    safetyMargin: z
      .exactOptional(Duration)
      .meta({ description: 'Every window and every limit in time ends so much earlier.' }),
    rules: z.array(OverlayRule).default([]),
  })
  .meta({ description: 'Rules of an operator, laid over a preset of Outbound Composer.' });

export type Overlay = z.output<typeof Overlay>;
export type OverlayRule = z.output<typeof OverlayRule>;

function datesOf(input: unknown): string {
  const { validFrom, validTo } = input as { validFrom: string; validTo: string };
  return `${validFrom} and ${validTo}`;
}

function isTimeZone(zone: string): boolean {
  if (zone === 'recipient') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
