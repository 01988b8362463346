import type { Behaviours } from './behaviour.js';
import type { Directory } from './customers.js';
import type { Inbox } from './inbox.js';

/** How the sandbox's providers know our sender accounts; the same secrets stand in the gateway's settings. */
export interface SandboxAccounts {
  readonly whatsapp: {
    readonly key: string;
    readonly phoneNumberId: string;
    readonly businessAccountId: string;
    readonly displayNumber: string;
    readonly accessToken: string;
    readonly appSecret: string;
  };
  readonly telegram: { readonly key: string; readonly botToken: string; readonly secretToken: string };
  readonly email: {
    readonly key: string;
    readonly address: string;
    readonly user: string;
    readonly password: string;
    readonly hookSecret: string;
  };
  readonly websiteChat: { readonly key: string; readonly visitorSecret: string };
}

/** What each provider of the sandbox is given. */
export interface Sandbox {
  readonly accounts: SandboxAccounts;
  readonly directory: Directory;
  readonly inbox: Inbox;
  readonly behaviours: Behaviours;
  readonly clock: () => number;
  /** Milliseconds from acceptance to `delivered`, and from there to `read`. */
  readonly pace: { readonly delivered: number; readonly read: number };
  /** Address of the gateway's webhook for an account. */
  webhookUrl(accountKey: string): string;
  /** Where a visitor of our website reads and writes. */
  readonly chatUrl: string;
  /** Starts work that goes on after an answer; errors are logged, and a stop ends it. */
  later(work: (signal: AbortSignal) => Promise<void>): void;
}
