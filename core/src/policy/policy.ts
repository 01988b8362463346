import type { AccountFlag } from './rule.js';
import type { Decision, Note, Opener, OutboundRequest, RuleRef, Sender, Way, WindowState } from './types.js';

/** A request whose instants are numbers; those that were none are NaN. */
export interface TimedRequest extends OutboundRequest {
  at: number;
  window: WindowState & { lastInboundAt?: number | null | undefined };
}

/** A decision as it is made here: with all its fields. */
export type FullDecision = Required<Decision>;

/**
 * What rules become before anybody asks: everything that holds for one channel and one purpose between two dates, and
 * the decisions that follow from it, so that a question only picks one and adds its clocks. Flat, because a decision
 * takes tens of nanoseconds and each step from object to object is one of them. Decisions and what they hold are frozen
 * and shared.
 */
export interface Policy {
  /** Epoch milliseconds, included; -Infinity for the first. */
  readonly from: number;
  /** Epoch milliseconds, not included; Infinity for the last. */
  readonly until: number;

  /** `none`: free text always. `template_only`: never. `spans`: by what the contact did. */
  readonly kind: 'none' | 'template_only' | 'spans';
  /** Whether we may write before the contact did. */
  readonly firstContact: boolean;
  /** Of the opener `message`, which is nearly every one. */
  readonly message: OpenSpan | undefined;
  readonly spans: { readonly [opener in Opener]?: OpenSpan };
  /** Free text where there is no window. */
  readonly noWindow: FullDecision;
  /** The contact never wrote, or it would not help. */
  readonly never: Closed;

  /** The forms besides free text, by who may send them, and those that a person may send and an automation may not. */
  readonly humanForms: readonly CompiledForm[];
  readonly automationForms: readonly CompiledForm[];
  readonly personForms: readonly CompiledForm[];
  readonly formsRef: RuleRef;
  /** The forms that are also offered while the window is open, as a bit set. */
  readonly insideSet: number;
  /** `ways` by the bit set of forms that hold: with free text before them, and without. */
  readonly waysInside: readonly (readonly Way[])[];
  readonly waysOutside: readonly (readonly Way[])[];
  /** Milliseconds from the contact's last act until the first of a set ends, by bit set; Infinity: none does. */
  readonly lastsOutside: readonly number[];
  readonly allowance: CompiledAllowance | null;

  readonly blockedByContact: FullDecision;
  /** Null: it stops nothing here. */
  readonly optedOut: FullDecision | null;
  readonly optedOutMarketing: FullDecision | null;
  readonly threadDeleted: FullDecision | null;
  /** Marketing that was not agreed to; null: no consent is needed. */
  readonly consentRequired: FullDecision | null;
  readonly exclusions: readonly CompiledExclusion[];
  /** Hours in which this purpose may not be sent, and hours in which it would be kinder to wait. */
  readonly curfews: readonly CompiledQuietHours[];
  readonly advisedHours: readonly CompiledQuietHours[];
  /** Whether exclusions, missing consent or curfews can refuse. */
  readonly gated: boolean;

  /** The plan's messages of this month are used up; null: no plan counts. */
  readonly quotaUsed: FullDecision | null;
  /** So many people were reached as a day allows, and this one was sent too much marketing; null: nobody counts. */
  readonly recipientLimit: CompiledHold | null;
  readonly marketingCap: CompiledHold | null;
  readonly freeEntryPoint: boolean;
  /** A free entry point, a quota or quiet hours exist, so that a decision needs a second look. */
  readonly adjusts: boolean;

  /** For accounts of a special kind, everything with another window. */
  readonly special: { readonly flag: AccountFlag; readonly policy: Policy } | null;
}

/** One opener's span, and what is answered while it is open, once it ended, and when its messages are used up. */
export interface OpenSpan {
  readonly lasts: number;
  /** Null: not counted. */
  readonly max: number | null;
  readonly open: FullDecision;
  readonly ended: Closed;
  readonly used: Closed;
}

/** What is answered when free text is not allowed, for one reason why. */
export interface Closed {
  /** Other forms hold. */
  readonly restricted: FullDecision;
  /** None does. */
  readonly blocked: FullDecision;
  /** None does for an automation, one would for a person. */
  readonly person: FullDecision;
}

export interface CompiledForm {
  /** Its place in a bit set: 1, 2, 4. */
  readonly bit: number;
  readonly way: Way;
  readonly insideToo: boolean;
  readonly sender: Sender | null;
  /** Holds whatever is asked. */
  readonly always: boolean;
  readonly needs: AccountFlag | null;
  readonly within: number;
  readonly onlyCountries: readonly string[] | null;
  readonly exceptCountries: readonly string[] | null;
}

export interface CompiledAllowance {
  readonly perMonth: number;
  /** Epoch milliseconds; Infinity: the allowance is for every account. */
  readonly createdBefore: number;
}

export interface CompiledHold {
  /** How many people, or for how many milliseconds; Infinity: the rule sets no bound of its own. */
  readonly bound: number;
  readonly refusal: FullDecision;
}

export interface CompiledExclusion {
  readonly recipientCountries: readonly string[] | null;
  readonly accountRegions: readonly string[] | null;
  readonly ofCountry: FullDecision;
  readonly ofRegion: FullDecision;
}

export interface CompiledQuietHours {
  /** Where nobody knows what time it is for the recipient. */
  readonly zoneRequired: FullDecision;
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
  /** Null: the recipient's own. */
  readonly zone: string | null;
  /** Null: everywhere. */
  readonly countries: readonly string[] | null;
  readonly advice: Note | null;
}

/** The policies of one channel and one purpose, ascending; the last one, which nearly every question meets, apart. */
export interface Timeline {
  readonly latest: Policy;
  readonly all: readonly Policy[];
}
