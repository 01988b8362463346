import type { Channel, Form, Opener, Purpose } from '@outbound-composer/core';
import type { Failure, MessagePrice, TemplateOut } from '@outbound-composer/core/contract';
import type { AttachmentKind } from '@outbound-composer/core/message';
import type { z } from 'zod';

/** One of our sender accounts as an adapter sees it: settings come from the configuration, by `key`. */
export interface Account<Settings> {
  readonly id: string;
  readonly key: string;
  readonly settings: Settings;
}

/** An answer that the customer can press. */
export interface QuickReply {
  /** Comes back as the `payload` of the message event. */
  readonly id: string;
  readonly title: string;
}

/** A file that is to leave now. */
export interface OutboundMedia {
  readonly type: AttachmentKind;
  readonly mimeType: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Where the provider may fetch it; null: it must be handed over. */
  readonly url: string | null;
  /**
   * Its content, for a provider that it is handed over to: to be read before the message leaves.
   * @throws FileUnavailableError
   */
  read(): Promise<Buffer>;
}

/** What a channel can carry besides plain text. */
export interface Capabilities {
  readonly media: readonly AttachmentKind[];
  /** Kinds of files that a text can stand with. */
  readonly captions: readonly AttachmentKind[];
  /** The provider, or the customer's app, fetches files by their `url`; absent: they are handed over. */
  readonly fetchesMedia?: boolean;
  /** Bytes of a file at most, where that is less than what core knows of the channel. */
  readonly mostBytes?: Readonly<Partial<Record<AttachmentKind, number>>>;
  /** Answers to press under one text at most; 0: none. */
  readonly quickReplies: number;
  /** What the provider reports of a message by itself. */
  readonly receipts: readonly ('delivered' | 'read' | 'failed')[];
}

/** A message that is to leave now. */
export interface Outbound {
  readonly messageId: string;
  /** The contact's address on this channel. */
  readonly to: string;
  readonly form: Form;
  /** With form `tag`, e.g. `HUMAN_AGENT`. */
  readonly tag: string | null;
  readonly content:
    | {
        readonly kind: 'text';
        readonly text: string;
        readonly subject: string | null;
        /** Answers to press, on channels whose `capabilities` have them. */
        readonly quickReplies?: readonly QuickReply[];
        /** What opens the answers where they stand in a list of their own (WhatsApp, more than three). */
        readonly listLabel?: string;
      }
    | {
        /** On channels whose `capabilities` have this kind of file. */
        readonly kind: 'media';
        readonly media: OutboundMedia;
        /** The caption, empty where there is none or the channel has none. */
        readonly text: string;
        /** E-mail only. */
        readonly subject?: string | null;
      }
    | {
        readonly kind: 'template';
        readonly template: Pick<
          TemplateOut,
          'name' | 'language' | 'header' | 'headerFormat' | 'body' | 'buttons' | 'variables'
        >;
        readonly variables: Readonly<Record<string, string>>;
        /** As the customer sees it, for channels without templates of their own. */
        readonly text: string;
      };
  /** What it is for; null or absent: an answer to the contact's own request. */
  readonly purpose?: Purpose | null;
  /** Id of the message this one answers at the provider (e-mail threading), or null. */
  readonly inReplyTo: string | null;
  /** All earlier ids of the thread, oldest first (e-mail References). */
  readonly references: readonly string[];
}

/** What became of a send. Only `retry` says for sure that nothing was accepted and that trying again helps. */
export type SendOutcome =
  | { readonly outcome: 'accepted'; readonly providerId: string }
  | {
      readonly outcome: 'rejected';
      readonly failure: Failure;
      /** What the refusal says about the contact, e.g. that they blocked us. */
      readonly consent?: ConsentChange;
    }
  | { readonly outcome: 'retry'; readonly failure: Failure; readonly afterMs: number | null }
  | {
      readonly outcome: 'unknown';
      readonly failure: Failure;
      /** The provider takes the same message once, however often it is sent: asking again tells, and does no harm. */
      readonly repeatable?: true;
    };

/** Bytes and headers of a webhook call, before anything was believed. */
export interface WebhookRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The query as it was written, with its question mark; some providers sign it. */
  readonly search?: string;
  readonly body: Buffer;
}

export interface WebhookReply {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** What a contact allowed or forbade at the provider. The marketing ones leave everything else alone. */
export type ConsentChange =
  | 'opted_out'
  | 'opted_in'
  | 'blocked'
  | 'unblocked'
  | 'opted_out_marketing'
  | 'opted_in_marketing';

/** What somebody wrote, as far as it is text. */
export type InboundContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'other'; readonly type: string; readonly text: string | null };

/** What a provider told us, in our words. */
export type ChannelEvent =
  | {
      readonly type: 'message';
      readonly providerId: string;
      readonly from: string;
      /** Another address of the same sender, e.g. WhatsApp's user id beside the phone number. */
      readonly alias?: string | null;
      /** Name that the provider knows, for a contact we do not know yet. */
      readonly name: string | null;
      /** Epoch milliseconds by the provider's clock. */
      readonly at: number;
      readonly opener: Opener;
      readonly content: InboundContent;
      /** What a pressed button, answer or list entry was given as its id. */
      readonly payload?: string | null;
      /** Provider's id of the message that this one answers. */
      readonly inReplyTo?: string | null;
    }
  | {
      readonly type: 'status';
      /** Id that `send` returned. */
      readonly providerId: string;
      /** Our own id, where the provider gives back what it was sent with: settles a message whose send had no answer. */
      readonly messageId?: string | null;
      readonly status: 'sent' | 'delivered' | 'read' | 'failed';
      readonly at: number;
      readonly failure: Failure | null;
      /** What the provider says that the message costs. */
      readonly price?: MessagePrice | null;
      /** Until when messages to this contact are free because of an advertisement (WhatsApp), epoch milliseconds. */
      readonly freeEntryPointUntil?: number | null;
    }
  | {
      readonly type: 'consent';
      readonly from: string;
      readonly change: ConsentChange;
      readonly at: number;
    }
  /** Written by somebody of ours in the provider's own app: counts as ours, and opens nothing. */
  | {
      readonly type: 'echo';
      readonly providerId: string;
      /** The contact's address. */
      readonly to: string;
      readonly at: number;
      readonly content: InboundContent;
    }
  /** Delivered or read up to an instant, where the provider names no single message. */
  | {
      readonly type: 'receipt';
      readonly from: string;
      readonly status: 'delivered' | 'read';
      /** Epoch milliseconds: everything that left until then. */
      readonly upTo: number;
      readonly at: number;
    }
  /** Taken back by whoever wrote it: its text must not be kept. */
  | { readonly type: 'removed'; readonly providerId: string; readonly at: number }
  /** The contact has another address now. */
  | {
      readonly type: 'address';
      readonly from: string;
      readonly to: string;
      readonly alias?: string | null;
      readonly at: number;
    }
  /** A message template was approved, paused, rejected, … */
  | {
      readonly type: 'template';
      readonly providerId: string | null;
      readonly name: string;
      readonly language: string;
      readonly status: TemplateOut['status'] | null;
      readonly category: TemplateOut['category'] | null;
    }
  /** Genuine but of no use to us: counted, never guessed at. */
  | { readonly type: 'ignored'; readonly kind: string };

/** One channel: all that the rest of the gateway knows of a provider. */
export interface ChannelAdapter<Settings = unknown> {
  readonly channel: Channel;
  /** Absent: plain text alone. */
  readonly capabilities?: Capabilities;
  /** Where they depend on the account, instead of `capabilities`. */
  capabilitiesOf?(settings: Settings): Capabilities | undefined;
  /** Settings of an account in the configuration; base URLs have the provider's own as default. */
  readonly settings: z.ZodType<Settings>;
  /** Calls the provider once. Never throws for what a provider or a network does. */
  send(account: Account<Settings>, message: Outbound, signal: AbortSignal): Promise<SendOutcome>;
  /** Absent where the provider has no webhooks. */
  readonly webhook?: {
    challenge?(account: Account<Settings>, request: WebhookRequest): WebhookReply | null;
    /** Compares in constant time, over the raw bytes. */
    verify(account: Account<Settings>, request: WebhookRequest): boolean;
    /** Throws `WebhookPayloadError` when the body is not what the provider documents. */
    parse(account: Account<Settings>, request: WebhookRequest): ChannelEvent[] | Promise<ChannelEvent[]>;
    /** What the caller wants to hear once all is written down; absent, or null: it looks at the status alone. */
    reply?(account: Account<Settings>, request: WebhookRequest): WebhookReply | null;
  };
  /** The provider's message templates of this account. Throws `ProviderUnavailableError`. */
  listTemplates?(account: Account<Settings>, signal: AbortSignal): Promise<ProviderTemplate[]>;
  /**
   * What the provider says this account may send and has sent this month. Throws `ProviderUnavailableError`.
   */
  monthlyUsage?(account: Account<Settings>, signal: AbortSignal): Promise<MonthlyUsage>;
  /**
   * Asks the provider whose account this is: proof that the credentials are good. Sends nothing to anybody. Absent
   * where there is no provider. Throws `ProviderUnavailableError`.
   */
  check?(account: Account<Settings>, signal: AbortSignal): Promise<CheckedAccount>;
  /**
   * Tells the provider where this account's webhooks arrive; absent where that is entered in the provider's own
   * pages. The gateway must already serve there, because some providers call at once. Throws
   * `ProviderUnavailableError`.
   */
  setWebhook?(account: Account<Settings>, url: string, signal: AbortSignal): Promise<void>;
  /**
   * Takes in what the provider hands over on a connection of ours, where there are no webhooks, until `signal` is
   * aborted. Connects again by itself and never throws. Absent: this channel has nothing to listen to.
   */
  listen?(account: Account<Settings>, inbox: Inbox, signal: AbortSignal): Promise<void>;
  /** Frees connections. */
  close?(): Promise<void>;
}

/** As the provider has it, null where it does not say. */
export interface CheckedAccount {
  readonly name: string | null;
  /** Number, user name or mailbox that customers see. */
  readonly address: string | null;
}

export type ProviderTemplate = Omit<TemplateOut, 'id' | 'channel' | 'channelAccountId' | 'variables'> & {
  readonly providerId: string;
};

/** Where an adapter brings what it hears. */
export interface Inbox {
  /** Writes events down. What it rejects with is not written down, and must be handed over again. */
  take(events: readonly ChannelEvent[]): Promise<void>;
  /** Tells the operator of a connection that does not stand. */
  failed(error: unknown): void;
}

export interface MonthlyUsage {
  /** Messages that the plan allows in this month; null: no limit. */
  readonly quota: number | null;
  readonly sent: number;
}

/** A genuine webhook whose body is not what the provider documents. */
export class WebhookPayloadError extends Error {
  override readonly name = 'WebhookPayloadError';
}

/** A file cannot be read at the moment; nothing of its message has left. */
export class FileUnavailableError extends Error {
  override readonly name = 'FileUnavailableError';
}

/** The provider could not be asked. The message says why, and what to do if there is something to do. */
export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError';
}

/** What an account can carry besides plain text; undefined: nothing. */
export const capabilitiesOf = ({
  adapter,
  settings,
}: {
  readonly adapter: ChannelAdapter;
  readonly settings: unknown;
}): Capabilities | undefined => adapter.capabilitiesOf?.(settings) ?? adapter.capabilities;
