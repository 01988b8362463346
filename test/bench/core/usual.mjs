// What people use today, asked the same questions. Each is as fast as its library lets it be, and each agrees with
// decide() on whether anything may be sent and whether it may be free text.
import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import { Engine } from 'json-rules-engine';
import { z } from 'zod';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OPEN = 'open';
const RESTRICTED = 'restricted';
const BLOCKED = 'blocked';

/** Facts that rules can be written over: ages instead of instants, `never` instead of null. */
const factsOf = (q) => ({
  channel: q.channel,
  sender: q.sender,
  age: q.window.lastInboundAt === null ? Number.MAX_SAFE_INTEGER : q.at - q.window.lastInboundAt,
  sent: q.window.outboundSinceInbound,
  approved: q.account.humanAgentApproved === true,
  out: q.consent.optedOut === true,
});

const NEVER = Number.MAX_SAFE_INTEGER;
const free = {
  whatsapp: { age: DAY },
  messenger: { age: DAY },
  instagram: { age: DAY },
  viber: { age: DAY },
  wechat: { age: 2 * DAY, sent: 5 },
  tiktok: { age: 2 * DAY, sent: 10 },
  telegram: { age: NEVER },
  line: {},
  website_chat: {},
  sms: {},
  email: { evenOut: true },
};
const other = {
  whatsapp: {},
  viber: { age: NEVER },
  messenger: { age: 7 * DAY, human: true },
  instagram: { age: 7 * DAY, human: true },
};

/** CASL: one ability, built once; `free_text` and `other_form` on each channel. */
export function caslVerdicts() {
  const { can, build } = new AbilityBuilder(createMongoAbility);
  for (const [channel, rule] of Object.entries(free)) can('free_text', channel, conditions(rule));
  for (const [channel, rule] of Object.entries(other)) can('other_form', channel, conditions(rule));
  const ability = build({ detectSubjectType: (facts) => facts.channel });
  return (q) => {
    const facts = factsOf(q);
    if (ability.can('free_text', facts)) return OPEN;
    return ability.can('other_form', facts) ? RESTRICTED : BLOCKED;
  };
}

function conditions({ age, sent, human, evenOut }) {
  return {
    ...(evenOut ? {} : { out: false }),
    ...(age === undefined ? {} : { age: { $lt: age } }),
    ...(sent === undefined ? {} : { sent: { $lt: sent } }),
    ...(human ? { sender: 'human', approved: true } : {}),
  };
}

/** json-rules-engine: one engine a channel, so that it looks at two rules and not at all. */
export function engineVerdicts() {
  const engines = new Map();
  for (const channel of Object.keys(free)) {
    const engine = new Engine();
    engine.addRule({ conditions: all(free[channel]), event: { type: OPEN }, priority: 2 });
    if (other[channel])
      engine.addRule({ conditions: all(other[channel]), event: { type: RESTRICTED }, priority: 1 });
    engine.on('success', (_event, almanac) => almanac.stop?.());
    engines.set(channel, engine);
  }
  return async (q) => {
    const { events } = await engines.get(q.channel).run(factsOf(q));
    return events.some(({ type }) => type === OPEN) ? OPEN : (events[0]?.type ?? BLOCKED);
  };
}

function all({ age, sent, human, evenOut }) {
  const when = (fact, operator, value) => ({ fact, operator, value });
  return {
    all: [
      ...(evenOut ? [] : [when('out', 'equal', false)]),
      ...(age === undefined ? [] : [when('age', 'lessThan', age)]),
      ...(sent === undefined ? [] : [when('sent', 'lessThan', sent)]),
      ...(human ? [when('sender', 'equal', 'human'), when('approved', 'equal', true)] : []),
    ],
  };
}

const Request = z.object({
  at: z.iso.datetime(),
  channel: z.enum(Object.keys(free)),
  sender: z.enum(['human', 'automation']),
  purpose: z.enum(['support', 'csat', 'vip_update', 'marketing']),
  window: z.object({
    lastInboundAt: z.iso.datetime().nullable(),
    opener: z.enum(['message', 'call', 'ad', 'menu', 'follow', 'qr', 'payment', 'story', 'reaction']),
    outboundSinceInbound: z.int().min(0),
  }),
  account: z.object({ humanAgentApproved: z.boolean().optional() }),
  consent: z.object({ optedOut: z.boolean(), blocked: z.boolean() }),
});

/** What a service usually does: validate the JSON it got, make dates, ask a few ifs. */
export function zodAndNaiveRules(input) {
  const q = Request.parse(input);
  const at = new Date(q.at);
  const last = q.window.lastInboundAt ? new Date(q.window.lastInboundAt) : null;
  const age = last ? at.getTime() - last.getTime() : Number.MAX_SAFE_INTEGER;
  const rule = free[q.channel];
  const second = other[q.channel];
  const out = q.consent.optedOut && !rule.evenOut;
  const until = (ms) => (last && ms && ms < NEVER ? new Date(last.getTime() + ms).toISOString() : null);
  if (!out && age < (rule.age ?? Infinity) && q.window.outboundSinceInbound < (rule.sent ?? Infinity)) {
    return { verdict: OPEN, ways: ['free_form'], reason: 'window_open', closesAt: until(rule.age) };
  }
  const person = q.sender === 'human' && q.account.humanAgentApproved === true;
  if (!out && second && age < (second.age ?? Infinity) && (!second.human || person)) {
    return { verdict: RESTRICTED, ways: ['other'], reason: 'window_closed', closesAt: until(second.age) };
  }
  return { verdict: BLOCKED, ways: [], reason: out ? 'opted_out' : 'window_closed', closesAt: null };
}

/** The question as it comes over a wire. */
export function asJson(q) {
  const iso = (instant) => (instant === null ? null : new Date(instant).toISOString());
  return { ...q, at: iso(q.at), window: { ...q.window, lastInboundAt: iso(q.window.lastInboundAt) } };
}
