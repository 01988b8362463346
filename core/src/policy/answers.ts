import { BY_INBOUND, BY_NOTHING, NO_LIMITS } from './common.js';
import { made } from './made.js';
import type { Closed, OpenSpan, Policy } from './policy.js';
import type { NoteThen, PriceThen, Span, WindowThen } from './rule.js';
import type { Said } from './sort-rules.js';
import {
  type Channel,
  type Decision,
  type Note,
  OPENERS,
  type Opener,
  type RuleRef,
  type UnlockedBy,
  type Verdict,
  type Way,
  type WindowLimits,
} from './types.js';

export const FREE_FORM: Way = Object.freeze({ form: 'free_form' });
const FREE_FORM_ALONE: readonly Way[] = Object.freeze([FREE_FORM]);
const BY_INBOUND_OR_PERSON: readonly UnlockedBy[] = Object.freeze(['inbound', 'human_sender']);

/** What the answers of a policy are made of, besides its window. */
export interface Material {
  readonly formsRef: RuleRef;
  readonly price: PriceThen;
  readonly notes: Readonly<Record<Verdict, readonly Note[]>>;
}

/** The part of a policy that tells when free text is allowed, with what is answered then and otherwise. */
export function answersOf(channel: Channel, { says, ref }: Said<WindowThen>, material: Material) {
  const { formsRef, price, notes } = material;
  const withNote = (verdict: Verdict, note: Note | null) =>
    note === null ? notes[verdict] : Object.freeze([...notes[verdict], note]);

  const open = (answer: Partial<Decision>, note: Note | null) =>
    made({
      channel,
      verdict: 'open',
      ways: FREE_FORM_ALONE,
      price: price.open,
      notes: withNote('open', note),
      rule: ref,
      ...answer,
    });

  const closed = (answer: Partial<Decision>, note: Note | null): Closed => {
    const blocked = made({
      channel,
      unlockedBy: BY_INBOUND,
      notes: withNote('blocked', note),
      rule: ref,
      ...answer,
    });
    return {
      restricted: made({
        channel,
        verdict: 'restricted',
        unlockedBy: BY_INBOUND,
        price: price.outside,
        notes: withNote('restricted', note),
        rule: formsRef,
        ...answer,
      }),
      blocked,
      person: made({
        ...blocked,
        reason: 'sender_must_be_human',
        unlockedBy: BY_INBOUND_OR_PERSON,
        rule: formsRef,
      }),
    };
  };

  const spanOf = ({ lasts, max: atMost, note: noted }: Span): OpenSpan => {
    const max = atMost ?? null;
    const limits: WindowLimits = Object.freeze({ lasts, max });
    const note = noted === undefined ? null : noteOf(noted);
    return {
      lasts,
      max,
      open: open({ reason: 'window_open', limits }, note),
      ended: closed({ reason: 'window_closed', limits }, note),
      used: closed({ reason: 'quota_exhausted', limits, rule: ref, remaining: 0 }, note),
    };
  };

  const spans: { [opener in Opener]?: OpenSpan } = {};
  if (typeof says.window !== 'string') {
    for (const opener of OPENERS) {
      const span = says.window[opener];
      if (span !== undefined) spans[opener] = spanOf(span);
    }
  }
  const kind: Policy['kind'] = typeof says.window === 'string' ? says.window : 'spans';
  const limits = spans.message?.open.limits ?? NO_LIMITS;
  return {
    kind,
    firstContact: says.firstContact !== 'refused',
    message: spans.message,
    spans,
    noWindow: open({ reason: 'no_window' }, null),
    never: closed(
      kind === 'template_only'
        ? { reason: 'template_only', limits, unlockedBy: BY_NOTHING }
        : { reason: 'no_inbound_yet', limits },
      null,
    ),
  };
}

export function noteOf({ code, text, de }: NoteThen): Note {
  return Object.freeze(de === undefined ? { code, text } : { code, text, de });
}
