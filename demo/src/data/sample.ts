import type { Channel, Opener } from '@outbound-composer/core';
import type { CountryCode } from 'libphonenumber-js';

/** A person of the sample, with everything that the gateway is told about them. */
export interface SampleContact {
  readonly externalId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** The same number as someone typed it into the CRM: national, spaced, with slashes or dots. */
  readonly phoneAsTyped: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: CountryCode;
  /** BCP 47. */
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly tags: readonly string[];
  readonly lifecycle: string;
  readonly customFields: Readonly<Record<string, string | number>>;
  /** External id of the agent who owns the account. */
  readonly owner: string | null;
  readonly createdAt: number;
  readonly conversation: SampleConversation;
  readonly identities: readonly SampleIdentity[];
  readonly messages: readonly SampleMessage[];
}

export interface SampleConversation {
  readonly status: 'open' | 'snoozed' | 'closed';
  /** External id of an agent. */
  readonly assignee: string | null;
  readonly closedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly category: string | null;
  readonly summary: string | null;
}

export interface SampleIdentity {
  /** Key of the channel account in the gateway's configuration. */
  readonly account: string;
  readonly channel: Channel;
  readonly address: string;
  readonly state: ChannelState;
  readonly optedOut: boolean;
  readonly blocked: boolean;
  readonly optedInMarketing: boolean;
}

export interface SampleMessage {
  readonly externalId: string;
  readonly account: string;
  readonly channel: Channel;
  readonly address: string;
  readonly direction: 'inbound' | 'outbound';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly opener: Opener | null;
  /** Outbound only: external id of the agent who wrote it. */
  readonly agent: string | null;
  readonly status: 'received' | 'delivered' | 'read';
}

/** How a contact stands on a channel at the instant that the sample was made for. */
export type ChannelState =
  | 'open'
  | 'last_minutes'
  | 'human_agent'
  | 'closed'
  | 'never_written'
  | 'at_cap'
  | 'quota_used'
  | 'terms_required'
  | 'opted_out'
  | 'blocked';
