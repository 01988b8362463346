/**
 * The question and the answer. Everything else in this folder turns one into the other.
 */

/** The channels that have rules here. A new channel is one rule file and one name in this list. */
export const CHANNELS = [
  'whatsapp',
  'messenger',
  'instagram',
  'viber',
  'wechat',
  'telegram',
  'line',
  'website_chat',
  'sms',
  'email',
  'tiktok',
  'rcs',
  'apple_messages',
  'zalo_oa',
  'kakaotalk',
  'x',
  'discord',
  'slack',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who writes. Bots, workflows and surveys are `automation`, even when a person started them. */
export const SENDERS = ['human', 'automation'] as const;
export type Sender = (typeof SENDERS)[number];

/** Why it is written. */
export const PURPOSES = ['support', 'csat', 'vip_update', 'marketing'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What the contact did that opened the window. */
export const OPENERS = [
  'message',
  'call',
  'ad',
  'menu',
  'follow',
  'qr',
  'payment',
  'story',
  'reaction',
] as const;
export type Opener = (typeof OPENERS)[number];

/** Epoch milliseconds (fast) or ISO 8601 text with an offset. */
export type Instant = number | string;

/** State of the window between one contact and one of our sender accounts. Never of a conversation. */
export interface WindowState {
  /** The last thing the contact did that counts as writing to us; null or absent: never. */
  lastInboundAt?: Instant | null | undefined;
  /** What it was. Default `message`. */
  opener?: Opener | undefined;
  /** Messages of ours since then. Default 0. */
  outboundSinceInbound?: number | undefined;
  /**
   * Until when WhatsApp's free entry point runs (it starts at our reply to a click-to-WhatsApp ad).
   * Price only: it never allows free text. The provider reports it; absent: none known.
   */
  freeEntryPointUntil?: Instant | null | undefined;
  /**
   * When the provider last refused marketing to this contact because they had enough of it (WhatsApp 131049). It is
   * held back for as long as the rule says; answers inside an open window are not concerned. Absent: never refused.
   */
  marketingRefusedAt?: Instant | null | undefined;
}

/** Facts about our own sender account. All optional: an unknown fact never widens a verdict. */
export interface AccountFacts {
  /** Meta granted the Human Agent permission to this app. Default false. */
  humanAgentApproved?: boolean | undefined;
  /** When the account (bot) was created; decides Viber's pricing model. */
  createdAt?: Instant | null | undefined;
  /** ISO 3166-1 alpha-2 country of the account. */
  region?: string | undefined;
  /** Bot-initiated messages already sent this calendar month (Viber). */
  monthlyBotInitiated?: number | undefined;
  /** Viber's commercial terms were accepted. Default false. */
  commercialTermsAccepted?: boolean | undefined;
  /** Messages the plan allows a calendar month (LINE); absent: unknown. */
  monthlyQuota?: number | null | undefined;
  /** Messages counted against that quota this month. */
  monthlySent?: number | undefined;
  /** The plan sells messages beyond its monthly quota (LINE). Default false. */
  overageAllowed?: boolean | undefined;
  /**
   * People whom we may write to outside their windows in any 24 hours (WhatsApp's messaging limit, shared by the
   * numbers of a business portfolio: 250, 2,000, 10,000, 100,000). Null or absent: unlimited or unknown.
   */
  recipientLimit?: number | null | undefined;
  /** How many of them, besides this contact, the last 24 hours had. Default 0. */
  recipientsLast24h?: number | undefined;
  /** Approved utility templates exist for Messenger. Default false. */
  utilityMessaging?: boolean | undefined;
  /** The Telegram account is a Business connection, not a plain bot. Default false. */
  businessConnection?: boolean | undefined;
}

/** What the contact allowed or forbade. */
export interface Consent {
  /** Sent STOP, unsubscribed. */
  optedOut?: boolean | undefined;
  /** Blocked or unfollowed us. */
  blocked?: boolean | undefined;
  /** Agreed to marketing. */
  optedInMarketing?: boolean | undefined;
  /** Asked to stop marketing, and nothing else (WhatsApp 131050). */
  optedOutMarketing?: boolean | undefined;
  /** Deleted the conversation at the provider (Apple Messages for Business, Instagram). */
  threadDeleted?: boolean | undefined;
}

export interface Recipient {
  /** IANA name, e.g. `America/New_York`. */
  timeZone?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined;
}

export interface OutboundRequest {
  /** The caller's clock. */
  at: Instant;
  channel: Channel;
  sender: Sender;
  purpose: Purpose;
  window: WindowState;
  account?: AccountFacts | undefined;
  consent?: Consent | undefined;
  recipient?: Recipient | undefined;
}

export type TemplateCategory = 'marketing' | 'utility' | 'authentication';

/** One form in which a message may leave now. */
export type Way =
  | { readonly form: 'free_form' }
  | { readonly form: 'template'; readonly categories: readonly TemplateCategory[] }
  | { readonly form: 'tag'; readonly tag: string }
  | { readonly form: 'utility_template' }
  | { readonly form: 'bot_initiated' };
export type Form = Way['form'];

export const VERDICTS = ['open', 'restricted', 'blocked'] as const;
/** `open`: free text. `restricted`: only the named forms. `blocked`: nothing until something changes. */
export type Verdict = (typeof VERDICTS)[number];

export const REASONS = [
  'no_window',
  'window_open',
  'window_closed',
  'no_inbound_yet',
  'quota_exhausted',
  'opted_out',
  'blocked_by_contact',
  'quiet_hours',
  'sender_must_be_human',
  'terms_required',
  'marketing_consent_required',
  'recipient_country_excluded',
  'account_region_excluded',
  'thread_deleted',
  'time_zone_required',
  'template_only',
  'invalid_timestamp',
  'future_timestamp',
  'invalid_request',
] as const;
/** Stable code of why the verdict is what it is; `explain()` has the sentence. */
export type Reason = (typeof REASONS)[number];

/** What would open it again. `at:` is followed by an ISO 8601 instant. */
export type UnlockedBy =
  | 'inbound'
  | 'opt_in'
  | 'accept_terms'
  | 'next_month'
  | 'human_sender'
  | `at:${string}`;

export interface Price {
  readonly kind: 'free' | 'paid' | 'unknown';
  /** Short stable code, e.g. `service_message`, `free_entry_point`. */
  readonly reason: string;
}

/** A warning worth showing beside the verdict. */
export interface Note {
  /** Stable code, e.g. `open_is_no_guarantee`, `rule_changes_soon`, `sources_conflict`. */
  readonly code: string;
  /** One English sentence. */
  readonly text: string;
  /** The same in German, where an operator wrote it; that of our rules is known to `describeNote`. */
  readonly de?: string;
}

export interface RuleRef {
  readonly id: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Where it says so. */
  readonly source: string;
}

/** The figures of the window that decided; null where nothing limits. */
export interface WindowLimits {
  /** Milliseconds from the contact's last act. */
  readonly lasts: number | null;
  /** Our messages until the contact acts again. */
  readonly max: number | null;
}

export interface Decision {
  readonly channel: Channel;
  readonly verdict: Verdict;
  /** Forms allowed now, best first; empty exactly when blocked. */
  readonly ways: readonly Way[];
  readonly reason: Reason;
  /** Epoch milliseconds when this verdict gets stricter, or null. ISO 8601 at the HTTP edge. */
  readonly closesAt: number | null;
  /** Messages left in this window or month, or null where nothing counts. */
  readonly remaining: number | null;
  readonly unlockedBy: readonly UnlockedBy[];
  /** A separate clock: permission never depends on it. */
  readonly price: Price;
  readonly notes: readonly Note[];
  readonly rule: RuleRef;
  /** The figures behind the verdict, for the sentence that explains it. */
  readonly limits?: WindowLimits;
  /** Epoch milliseconds when the window closed, null when it never was open or is open. */
  readonly closedAt?: number | null;
  /** Epoch milliseconds when this answer, price included, changes without any event; read by `nextChange`. */
  readonly staleAt?: number | null;
}
