import { type Case, NOON, SECOND } from '../../src/policy/ask.test.util.js';
import { toEpoch } from '../../src/policy/instant.js';
import {
  ALWAYS,
  type FormThen,
  type QuietHoursThen,
  type Rule,
  type Spans,
  stemOf,
} from '../../src/policy/rule.js';
import { OPENERS, type WindowState } from '../../src/policy/types.js';

/** A figure or a date of a rule at which an answer can change. */
export interface Limit {
  readonly rule: Rule;
  /** The rule's id and what of it. */
  readonly name: string;
  /** Whether a value, and the question that asks it, lie exactly there. */
  readonly liesAt: (value: number, asked: Case) => boolean;
  readonly step: number;
  /** Whether the figure stands in the rule, not in the question. */
  readonly stands: boolean;
  /** What a question asks of this limit; undefined: nothing of it. */
  readonly measured: (asked: Case) => unknown;
}

/** Everything in a channel's rules that needs a row before, at and after it. */
export function limitsOf(rules: readonly Rule[]): readonly Limit[] {
  return rules.flatMap((rule) => [...figuresOf(rule), ...datesOf(rule, rules)]);
}

/** The rules that say when free text is allowed, each of which meets contacts who never wrote. */
export function windowRulesOf(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ says }) => 'window' in says);
}

/** How many numbers, wall clocks and dates a rule says, however deep; `limitsOf` must know as many. */
export function figuresIn(value: unknown): number {
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return /^(\d\d:\d\d|\d{4}-\d\d-\d\d)$/.test(value) ? 1 : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + figuresIn(part), 0);
}

function figuresOf(rule: Rule): readonly Limit[] {
  const { says } = rule;
  if ('window' in says) return typeof says.window === 'string' ? [] : spansOf(rule, says.window);
  if ('forms' in says) return says.forms.flatMap((form) => formLimits(rule, form));
  if ('quietHours' in says) {
    const { quietHours } = says;
    return (['from', 'to'] as const).map((edge) => ({
      ...limit(rule, edge),
      liesAt: (at, { recipient }) =>
        wallClock(at, quietHours, recipient?.timeZone) === `${quietHours[edge]}:00`,
    }));
  }
  if ('monthlyQuota' in says) {
    return [
      {
        ...limit(rule, 'monthlyQuota'),
        stands: false,
        step: 1,
        liesAt: (quota, { account }) => account?.monthlyQuota === quota,
        measured: ({ account }) => account?.monthlySent,
      },
    ];
  }
  if ('recipientLimit' in says) {
    return [
      {
        ...limit(rule, 'recipientLimit'),
        stands: false,
        step: 1,
        liesAt: (most, { account }) => account?.recipientLimit === most,
        measured: ({ account }) => account?.recipientsLast24h,
      },
    ];
  }
  if ('marketingCap' in says) {
    return [
      {
        ...limit(rule, 'marketingCap lasts', says.marketingCap.lasts),
        measured: ({ at = NOON, window }) => Number(at) - Number(window?.marketingRefusedAt),
      },
    ];
  }
  if ('price' in says && says.price.freeEntryPoint) {
    const liesAt = (until: number, { window }: Case) => window?.freeEntryPointUntil === until;
    return [{ ...limit(rule, 'freeEntryPoint'), stands: false, liesAt }];
  }
  return [];
}

function spansOf(rule: Rule, spans: Spans): readonly Limit[] {
  return OPENERS.flatMap((opener) => {
    const span = spans[opener];
    if (span === undefined) return [];
    const by = (window: WindowState | undefined) => (window?.opener === opener ? window : undefined);
    const duration: Limit = {
      ...limit(rule, `${opener} lasts`, span.lasts),
      measured: (asked) => (by(asked.window) === undefined ? undefined : ageOf(asked)),
    };
    if (span.max === undefined) return [duration];
    const count: Limit = {
      ...limit(rule, `${opener} max`, span.max),
      step: 1,
      measured: ({ window }) => by(window)?.outboundSinceInbound,
    };
    return [duration, count];
  });
}

function formLimits(rule: Rule, { way, within, allowance }: FormThen): readonly Limit[] {
  const form = way.form === 'tag' ? way.tag : way.form;
  const found: Limit[] = [];
  if (within !== undefined) found.push({ ...limit(rule, `${form} within`, within), measured: ageOf });
  if (allowance === undefined) return found;
  const { perMonth, accountsCreatedBefore } = allowance;
  found.push({
    ...limit(rule, `${form} perMonth`, perMonth),
    step: 1,
    measured: ({ account }) => account?.monthlyBotInitiated,
  });
  if (accountsCreatedBefore !== undefined) {
    found.push({
      ...limit(rule, `${form} accountsCreatedBefore`, midnight(accountsCreatedBefore)),
      measured: ({ account }) => toEpoch(account?.createdAt),
    });
  }
  return found;
}

/** Where a rule begins; where it ends, if nothing takes its place. */
function datesOf(rule: Rule, rules: readonly Rule[]): readonly Limit[] {
  const { id, validFrom, validTo } = rule;
  const replaced = rules.some((other) => stemOf(other.id) === stemOf(id) && other.validFrom === validTo);
  const found: Limit[] = [];
  if (validFrom !== ALWAYS) found.push(limit(rule, 'validFrom', midnight(validFrom)));
  if (validTo !== null && !replaced) found.push(limit(rule, 'validTo', midnight(validTo)));
  return found;
}

function limit(rule: Rule, what: string, at?: number): Limit {
  return {
    rule,
    name: `${rule.id} ${what}`,
    step: SECOND,
    stands: true,
    liesAt: (value) => value === at,
    measured: (asked) => asked.at,
  };
}

function ageOf({ at = NOON, window }: Case): number {
  return Number(at) - Number(window?.lastInboundAt);
}

function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** What a clock shows there, `HH:MM:SS`. */
function wallClock(at: number, { zone }: QuietHoursThen, recipients = 'UTC'): string {
  const timeZone = zone === 'recipient' ? recipients : zone;
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(at);
}
