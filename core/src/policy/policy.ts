import type { AccountFlag, PriceThen } from './rule.js';
import type {
  Channel,
  Note,
  Opener,
  OutboundRequest,
  RuleRef,
  Way,
  WindowLimits,
  WindowState,
} from './types.js';

/** A request whose instants are numbers; those that were none are NaN. */
export interface TimedRequest extends OutboundRequest {
  at: number;
  window: WindowState & { lastInboundAt?: number | null | undefined };
}

/**
 * What rules become before anybody asks: everything that holds for one channel and one purpose between two dates.
 * Flat, because a decision takes tens of nanoseconds and each step from object to object is one of them. Arrays,
 * notes and references are frozen and shared by all decisions.
 */
export interface Policy {
  readonly channel: Channel;
  /** Epoch milliseconds, included; -Infinity for the first. */
  readonly from: number;
  /** Epoch milliseconds, not included; Infinity for the last. */
  readonly until: number;

  /** `none`: free text always. `template_only`: never. `spans`: by what the contact did. */
  readonly kind: 'none' | 'template_only' | 'spans';
  readonly windowRef: RuleRef;
  /** Whether we may write before the contact did. */
  readonly firstContact: boolean;
  /** Of the opener `message`, which is nearly every one. */
  readonly message: OpenSpan | undefined;
  readonly spans: { readonly [opener in Opener]?: OpenSpan };

  readonly forms: readonly CompiledForm[];
  readonly formsRef: RuleRef;
  /** The forms that are also offered while the window is open, as a bit set over `forms`. */
  readonly insideSet: number;
  /** `ways` by the bit set of forms that hold: with free text before them, and without. */
  readonly waysInside: readonly (readonly Way[])[];
  readonly waysOutside: readonly (readonly Way[])[];
  readonly allowance: CompiledAllowance | null;

  readonly consentRef: RuleRef;
  readonly optOutStops: boolean;
  readonly marketing: boolean;
  readonly needsOptIn: boolean;
  readonly threadDeletionEnds: boolean;
  readonly exclusions: readonly CompiledExclusion[];
  /** Hours in which this purpose may not be sent, and hours in which it would be kinder to wait. */
  readonly curfews: readonly CompiledQuietHours[];
  readonly advisedHours: readonly CompiledQuietHours[];
  /** Whether exclusions, missing consent or curfews can refuse. */
  readonly gated: boolean;

  readonly quota: RuleRef | null;
  readonly priceOpen: PriceThen['open'];
  readonly priceOutside: PriceThen['outside'];
  readonly freeEntryPoint: boolean;
  /** A free entry point, a quota or quiet hours exist, so that a decision needs a second look. */
  readonly adjusts: boolean;

  readonly notesOpen: readonly Note[];
  readonly notesRestricted: readonly Note[];
  readonly notesBlocked: readonly Note[];

  /** For accounts of a special kind, everything with another window. */
  readonly special: { readonly flag: AccountFlag; readonly policy: Policy } | null;
}

/** One opener's span with the figures and the note that a decision points to. */
export interface OpenSpan {
  readonly lasts: number;
  readonly max: number;
  readonly limits: WindowLimits;
  readonly note: Note | null;
}

export interface CompiledForm {
  readonly way: Way;
  readonly insideToo: boolean;
  readonly humanOnly: boolean;
  readonly automationOnly: boolean;
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

export interface CompiledExclusion {
  readonly ref: RuleRef;
  readonly recipientCountries: readonly string[] | null;
  readonly accountRegions: readonly string[] | null;
}

export interface CompiledQuietHours {
  readonly ref: RuleRef;
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

/** The policy that holds at an instant (epoch milliseconds). */
export function policyAt({ latest, all }: Timeline, at: number): Policy {
  if (at >= latest.from) return latest;
  let index = all.length - 2;
  while (at < all[index]!.from) index--;
  return all[index]!;
}
