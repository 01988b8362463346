import type { Channel, Form, Opener, Purpose } from '@outbound-composer/core';
import type {
  Cancellation,
  Failure,
  MessageContent,
  MessagePrice,
  MessageSchedule,
  Role,
  SurveyStatus,
  TemplateOut,
  WebhookEventType,
} from '@outbound-composer/core/contract';
import type { HeaderFormat } from '@outbound-composer/core/message';
import type { ColumnType, Generated } from 'kysely';
import type { ConsentChange, QuickReply } from '../channels/adapter.js';

/** An instant: read as Date, written as Date or epoch text. */
type Timestamp = ColumnType<Date, Date | string, Date | string>;
type TimestampOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Defaulted<T> = ColumnType<T, T | undefined, T>;
type Json<T> = ColumnType<T, string, string>;
type JsonDefaulted<T> = ColumnType<T, string | undefined, string>;

/** The tables, as `migrations/` makes them. */
export interface Database {
  workspace: {
    id: string;
    name: string;
    preset: Defaulted<string>;
    keep_assignee_on_close: Defaulted<boolean>;
    created_at: Generated<Date>;
  };
  agent: {
    workspace_id: string;
    id: string;
    external_id: string;
    name: string;
    role: Role;
    team: string | null;
    last_seen_at: Defaulted<Date>;
  };
  api_key: {
    workspace_id: string;
    id: string;
    name: string;
    hash: Buffer;
    created_at: Generated<Date>;
    last_used_at: TimestampOrNull;
    revoked_at: TimestampOrNull;
  };
  channel_account: {
    workspace_id: string;
    id: string;
    key: string;
    channel: Channel;
    name: string;
    address: string | null;
    facts: JsonDefaulted<Record<string, unknown>>;
    /** Of an account that was added to a running gateway: see `secrets/keyring`. */
    sealed_settings: ColumnType<string | null, string | null | undefined, string | null>;
    rate: ColumnType<{ perSecond: number; burst: number } | null, string | null | undefined, string | null>;
  };
  contact: {
    workspace_id: string;
    id: string;
    source: string | null;
    external_id: string | null;
    first_name: string | null;
    last_name: string | null;
    email: string | null;
    phone: string | null;
    country: string | null;
    language: string | null;
    time_zone: string | null;
    tags: Defaulted<string[]>;
    lifecycle: string | null;
    custom_fields: JsonDefaulted<Record<string, unknown>>;
    owner_id: string | null;
    created_at: Generated<Date>;
    conversation_status: Defaulted<ConversationStatus>;
    assignee_id: string | null;
    last_activity_at: Defaulted<Date>;
    closed_at: TimestampOrNull;
    window_closes_at: TimestampOrNull;
    channels: Defaulted<string[]>;
    search: ColumnType<string, never, never>;
    sort_name: ColumnType<string, never, never>;
  };
  contact_external_id: {
    workspace_id: string;
    source: string;
    external_id: string;
    contact_id: string;
  };
  merged_contact: {
    workspace_id: string;
    id: string;
    into_id: string;
    at: Timestamp;
  };
  identity: {
    workspace_id: string;
    id: string;
    contact_id: string;
    channel_account_id: string;
    channel: Channel;
    address: string;
    last_inbound_at: TimestampOrNull;
    opener: Defaulted<Opener>;
    outbound_since_inbound: Defaulted<number>;
    opted_out: Defaulted<boolean>;
    blocked: Defaulted<boolean>;
    opted_in_marketing: Defaulted<boolean>;
    opted_out_at: TimestampOrNull;
    blocked_at: TimestampOrNull;
    opted_out_marketing: Defaulted<boolean>;
    opted_out_marketing_at: TimestampOrNull;
    /** Another address of the same person at the same account. */
    alias: ColumnType<string | null, string | null | undefined, string | null>;
    free_entry_point_until: TimestampOrNull;
    marketing_refused_at: TimestampOrNull;
  };
  conversation: {
    workspace_id: string;
    id: string;
    contact_id: string;
    status: ConversationStatus;
    assignee_id: string | null;
    last_activity_at: Timestamp;
    opened_at: TimestampOrNull;
    closed_at: TimestampOrNull;
    snoozed_until: TimestampOrNull;
    closing_category: string | null;
    closing_summary: string | null;
    closed_by: string | null;
    reopen_reason: string | null;
  };
  message: {
    workspace_id: string;
    id: string;
    contact_id: string;
    conversation_id: string;
    identity_id: string;
    channel_account_id: string;
    channel: Channel;
    direction: 'inbound' | 'outbound';
    author_kind: 'contact' | 'agent' | 'automation';
    author_id: string | null;
    author_name: string | null;
    purpose: Purpose | null;
    opener: Opener | null;
    content: Json<StoredContent>;
    form: Form | null;
    tag: string | null;
    status: MessageStatus;
    failure: ColumnType<Failure | null, string | null | undefined, string | null>;
    at: Timestamp;
    sent_at: TimestampOrNull;
    delivered_at: TimestampOrNull;
    read_at: TimestampOrNull;
    source: string | null;
    external_id: string | null;
    provider_id: string | null;
    /** Monthly counters that it has raised; null when none, or once they were given back. */
    reserved: ColumnType<Reserved | null, string | null | undefined, string | null>;
    /** Outbound: is among our messages since the contact's last act. */
    counts: Defaulted<boolean>;
    /** Outbound: reaches somebody outside an open window, where such people are counted. */
    business_initiated: Defaulted<boolean>;
    attempts: Defaulted<number>;
    tries: Defaulted<number>;
    price: ColumnType<MessagePrice | null, string | null | undefined, string | null>;
    /** When a scheduled message leaves. */
    scheduled_for: TimestampOrNull;
    schedule: ColumnType<StoredSchedule | null, string | null | undefined, string | null>;
    cancelled: ColumnType<Cancellation | null, string | null | undefined, string | null>;
    /** The file that it carries; what the API shows of it is in `content`. */
    attachment_id: ColumnType<string | null, string | null | undefined, string | null>;
  };
  attachment: {
    workspace_id: string;
    id: string;
    /** `actorKey` of who did. */
    uploaded_by: string;
    name: string;
    type: string;
    /** Null until all of it has come in. */
    bytes: ColumnType<string | null, number | null, number>;
    created_at: Timestamp;
    used_at: TimestampOrNull;
  };
  attachment_piece: {
    workspace_id: string;
    attachment_id: string;
    number: number;
    content: Buffer;
  };
  send_attempt: {
    workspace_id: string;
    message_id: string;
    number: number;
    started_at: Timestamp;
    ended_at: TimestampOrNull;
    outcome: 'accepted' | 'rejected' | 'retry' | 'unknown' | null;
    detail: ColumnType<unknown, string | null | undefined, string | null>;
    worker: number | null;
  };
  early_status: {
    workspace_id: string;
    channel_account_id: string;
    provider_id: string;
    status: 'sent' | 'delivered' | 'read' | 'failed';
    at: Timestamp;
    failure: ColumnType<Failure | null, string | null | undefined, string | null>;
    created_at: Generated<Date>;
  };
  early_consent: {
    workspace_id: string;
    channel_account_id: string;
    address: string;
    change: ConsentChange;
    at: Timestamp;
  };
  send_rate: {
    workspace_id: string;
    channel_account_id: string;
    tokens: number;
    updated_at: Timestamp;
  };
  idempotency: {
    workspace_id: string;
    actor: string;
    key: string;
    fingerprint: Buffer;
    message_id: string;
    decision: Json<unknown>;
    created_at: Generated<Date>;
  };
  template: {
    workspace_id: string;
    id: string;
    channel_account_id: string;
    channel: Channel;
    name: string;
    language: string;
    category: TemplateOut['category'];
    status: TemplateOut['status'];
    header: string | null;
    /** Null: text, or none. */
    header_format: ColumnType<HeaderFormat | null, HeaderFormat | null | undefined, HeaderFormat | null>;
    body: string;
    footer: string | null;
    buttons: JsonDefaulted<TemplateOut['buttons']>;
    examples: JsonDefaulted<Record<string, string>>;
    provider_id: string | null;
  };
  monthly_counter: {
    workspace_id: string;
    channel_account_id: string;
    month: ColumnType<string, string, string>;
    kind: string;
    count: Defaulted<number>;
  };
  event: {
    workspace_id: string;
    id: Generated<string>;
    xid: Generated<string>;
    type: string;
    contact_id: string;
    assignee_id: string | null;
    payload: Json<unknown>;
    at: Defaulted<Date>;
  };
  audit: {
    workspace_id: string;
    id: string;
    at: Timestamp;
    actor_kind: 'agent' | 'machine' | 'contact' | 'system';
    actor_id: string | null;
    action: string;
    contact_id: string | null;
    conversation_id: string | null;
    message_id: string | null;
    detail: JsonDefaulted<unknown>;
  };
  survey: {
    workspace_id: string;
    id: string;
    contact_id: string;
    conversation_id: string;
    origin: 'closing' | 'request';
    status: SurveyStatus;
    reason: ColumnType<SurveyReason | null, string | null | undefined, string | null>;
    /** Whom the answer is about, as they were called then. */
    agent_id: string | null;
    agent_name: string | null;
    question: string | null;
    language: 'en' | 'de' | null;
    scale: number;
    channel: Channel | null;
    message_id: string | null;
    token_hash: Buffer | null;
    created_at: Timestamp;
    due_at: Timestamp;
    asked_at: TimestampOrNull;
    expires_at: TimestampOrNull;
    answered_at: TimestampOrNull;
    answered_in: 'chat' | 'page' | null;
    score: number | null;
    comment: string | null;
  };
  webhook_subscription: {
    workspace_id: string;
    id: string;
    url: string;
    events: WebhookEventType[];
    secret: string;
    window_closing_hours: number;
    created_at: Timestamp;
    failing_since: TimestampOrNull;
    disabled_at: TimestampOrNull;
    disabled_reason: 'by_request' | 'gone' | 'failing' | null;
  };
  webhook_event: {
    workspace_id: string;
    id: Generated<string>;
    type: string;
    at: Timestamp;
    contact_id: string | null;
    /** The rows as they were then, as PostgreSQL writes them as JSON. */
    seen: Json<Record<string, unknown>>;
    body: string | null;
    created_at: Generated<Date>;
  };
  webhook_delivery: {
    workspace_id: string;
    id: Generated<string>;
    event_id: string;
    subscription_id: string;
    status: Defaulted<'pending' | 'delivered' | 'dead'>;
    attempts: Defaulted<number>;
    tries: Defaulted<number>;
    /** `-Infinity` before the first attempt. */
    due_at: ColumnType<Date | number, Date | undefined, Date>;
    created_at: Generated<Date>;
    last_attempt_at: TimestampOrNull;
    last_status: number | null;
    last_error: string | null;
  };
  webhook_window_notice: {
    workspace_id: string;
    subscription_id: string;
    identity_id: string;
    last_inbound_at: Timestamp;
  };
}

/** Why a survey was not sent, was cancelled or waits: a code, and a sentence in the languages that we have it in. */
export interface SurveyReason {
  readonly code: string;
  readonly en: string;
  readonly de?: string;
}

/** A message's content, with what only the channel needs: the API does not show it. */
export type StoredContent = MessageContent & {
  readonly subject?: string | null;
  readonly quickReplies?: readonly QuickReply[];
  readonly listLabel?: string;
  /** Follows the text. For the contact alone, who is known by it. */
  readonly link?: string;
};

/** Kinds of `monthly_counter` that a queued message has raised, in the month that starts on `month`. */
export interface Reserved {
  readonly kinds: readonly string[];
  readonly month: string;
}

/** What was asked of a scheduled message, besides its instant. */
export type StoredSchedule = Omit<MessageSchedule, 'at'> & {
  readonly postponeQuietHours: boolean;
  /** Whoever scheduled it takes the conversation over from whoever has it then. */
  readonly takeOver: boolean;
  readonly reopenReason: string | null;
};

export type ConversationStatus = 'open' | 'snoozed' | 'closed';
export type MessageStatus =
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'unknown'
  | 'cancelled'
  | 'received';
