import type { Channel, Opener, Price, Purpose, Sender, Way } from './types.js';

/**
 * How much a source is worth. `high`: the provider's own page. `medium`: two independent third parties, or one
 * that quotes the provider. `low`: one weak source. `unverified`: nobody said it where we could read it.
 */
export type Confidence = 'high' | 'medium' | 'low' | 'unverified';

export interface Source {
  readonly title: string;
  readonly url: string;
  /** Date the source gives itself; null: it gives none. */
  readonly saysOn: string | null;
  readonly confidence: Confidence;
}

/** What one act of the contact opens. */
export interface Span {
  /** Milliseconds from that act. */
  readonly lasts: number;
  /** Our messages until the contact acts again; absent: as many as we like. */
  readonly max?: number;
  /** Shown whenever this opener decided. */
  readonly note?: NoteThen;
}
export type Spans = { readonly [opener in Opener]?: Span };

/** Facts about our account that are either granted or not. Not granted and not known are the same. */
export type AccountFlag =
  | 'humanAgentApproved'
  | 'utilityMessaging'
  | 'businessConnection'
  | 'commercialTermsAccepted';

/**
 * When free text is allowed. `none`: always. `template_only`: never. Otherwise by what the contact did.
 * `firstContact: 'refused'`: we can never write before the contact did.
 */
export interface WindowThen {
  readonly window: 'none' | 'template_only' | Spans;
  readonly firstContact?: 'allowed' | 'refused';
  /** Decides instead of the channel's plain window for accounts with this fact. */
  readonly accounts?: AccountFlag;
}

/** One form besides free text, with everything that must hold for it. Best first in its list. */
export interface FormThen {
  readonly way: Way;
  /** Also offered while the window is open. */
  readonly insideToo?: boolean;
  readonly sender?: Sender;
  readonly needs?: AccountFlag;
  readonly purposes?: readonly Purpose[];
  /** Milliseconds from the contact's last act. */
  readonly within?: number;
  /** Only to recipients of these countries; an unknown country is none of them. */
  readonly onlyCountries?: readonly string[];
  readonly exceptCountries?: readonly string[];
  /** A monthly number of messages, beyond which commercial terms must be accepted. */
  readonly allowance?: Allowance;
}

export interface Allowance {
  readonly perMonth: number;
  /** The allowance is for accounts created before this date; later ones pay for each message. Absent: for all. */
  readonly accountsCreatedBefore?: string;
}

export interface ConsentThen {
  /** What an opt-out stops: everything, or only these purposes. */
  readonly optOutCovers: 'everything' | readonly Purpose[];
  readonly marketingNeedsOptIn?: boolean;
  /** A conversation that the contact deleted cannot be written to. */
  readonly threadDeletionEnds?: boolean;
}

export interface ExcludeThen {
  readonly purposes?: readonly Purpose[];
  readonly recipientCountries?: readonly string[];
  readonly accountRegions?: readonly string[];
}

/** Hours in which a purpose may not be sent. `from` is included, `to` is not; both are wall-clock `HH:MM`. */
export interface QuietHoursThen {
  readonly from: string;
  readonly to: string;
  /** IANA name, or the recipient's own zone. */
  readonly zone: 'recipient' | (string & {});
  readonly purposes: readonly Purpose[];
  /** Recipients it protects; an unknown country is protected. Absent: all. */
  readonly countries?: readonly string[];
  /** Shown beside other purposes during these hours. */
  readonly advice?: NoteThen;
}

export interface PriceThen {
  /** Of free text inside the window, or where there is none. */
  readonly open: Price;
  /** Of the best form outside. */
  readonly outside: Price;
  /** A free entry point makes everything free while it runs. */
  readonly freeEntryPoint?: boolean;
}

export interface NoteThen {
  readonly code: string;
  /** One English sentence, and the same in German. */
  readonly text: string;
  /** In German; `compact/` leaves it to `explain/`. */
  readonly de?: string;
  readonly verdicts?: readonly ('open' | 'restricted' | 'blocked')[];
  readonly purposes?: readonly Purpose[];
}

/** Only so many people in 24 hours outside their windows: as many as the account may, and never more than `max`. */
export interface RecipientLimitThen {
  readonly max?: number;
  /** Shown when they are reached. */
  readonly note: NoteThen;
}

/** After the provider refused marketing to a contact, as it does when they had enough, none is sent for a while. */
export interface MarketingCapThen {
  /** Milliseconds from the refusal. */
  readonly lasts: number;
  /** Shown meanwhile. */
  readonly note: NoteThen;
}

/** What a rule says. Each rule says one thing, so that it can change alone. */
export type Says =
  | WindowThen
  | { readonly forms: readonly FormThen[] }
  | { readonly consent: ConsentThen }
  | { readonly exclude: ExcludeThen }
  | { readonly quietHours: QuietHoursThen }
  | { readonly monthlyQuota: 'plan' }
  | { readonly recipientLimit: RecipientLimitThen }
  | { readonly marketingCap: MarketingCapThen }
  | { readonly price: PriceThen }
  | { readonly note: NoteThen };

/** What a decision needs of a rule. */
export interface DatedRule {
  /** Permanent: it ends up in `Decision.rule`. `<channel>.<what>`, plus its start where it replaced another. */
  readonly id: string;
  /** First day, UTC, included. `ALWAYS` where no source names a beginning. */
  readonly validFrom: string;
  /** First day on which it no longer holds, UTC; null: not announced. */
  readonly validTo: string | null;
  readonly says: Says;
  /** Address of the source that decides. */
  readonly source: string;
}

/** A rule as it is written down, with everything that tells whether it is still true. */
export interface Rule extends Omit<DatedRule, 'source'> {
  /** The first one decides and is shown. */
  readonly sources: readonly [Source, ...Source[]];
  /** Last day on which someone read the sources and they still said so. */
  readonly checkedOn: string;
  /** Doubts and history, for readers of the rule table. */
  readonly notes?: readonly string[];
}

/** All rules of one channel, ascending by date: history, present and announced future. */
export interface ChannelRules {
  readonly channel: Channel;
  readonly rules: readonly Rule[];
}

/** No source names a beginning; the rule holds as far back as anybody asks. */
export const ALWAYS = '1970-01-01';

/** Marks a rule in a list; what it says is checked by the type and by `policy/rules.test.ts`. */
export function rule(definition: Rule): Rule {
  return definition;
}

/** A channel's file ends in this. */
export function channelRules(channel: Channel, rules: readonly Rule[]): ChannelRules {
  return { channel, rules };
}

/** A rule without its documentation. */
export function dated({ id, validFrom, validTo, says, sources }: Rule): DatedRule {
  return { id, validFrom, validTo, says, source: sources[0].url };
}

/** The part of an id that stays when a provider changes the rule: `wechat.window.2023-06` is `wechat.window`. */
export function stemOf(id: string): string {
  return id.replace(/\.\d{4}-\d\d(?:-\d\d)?$/, '');
}
