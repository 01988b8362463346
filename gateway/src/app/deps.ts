import type { Channel, PolicyPreset } from '@outbound-composer/core';
import type { Role } from '@outbound-composer/core/contract';
import type { Kysely, Transaction } from 'kysely';
import type { ChannelAdapter } from '../channels/adapter.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Database } from '../store/database.js';
import type { AttachmentRules } from './attachment-rules.js';
import type { SendingRules } from './sending-rules.js';
import type { SurveyRules } from './surveys/survey-rules.js';
import type { WorkspaceRules } from './workspace-rules.js';

/** Who asks. Every use case takes one; what it may reach is decided in `app/access.ts` and nowhere else. */
export type Actor =
  | {
      readonly kind: 'agent';
      readonly workspaceId: string;
      readonly agentId: string;
      readonly name: string;
      readonly role: Role;
      /** Agents without one are a team of their own. */
      readonly team?: string | null;
      /** When the token that the request came with is over, epoch milliseconds; absent: it came without one. */
      readonly expiresAt?: number;
    }
  | {
      readonly kind: 'machine';
      readonly workspaceId: string;
      readonly keyId: string;
      readonly name: string;
    };

/** A clock of ours, in whose name a message leaves that nobody asked for just now, e.g. a survey. */
export interface Clockwork {
  readonly kind: 'system';
  readonly workspaceId: string;
  readonly name: null;
}

/** A sender account that this process can dispatch through: the row, its adapter and its checked settings. */
export interface DispatchAccount {
  readonly id: string;
  readonly workspaceId: string;
  readonly key: string;
  readonly channel: Channel;
  readonly adapter: ChannelAdapter;
  readonly settings: unknown;
  /** Messages that the provider takes from this account, over all processes; absent: no limit of ours. */
  readonly rate?: SendRate | undefined;
}

/** A token bucket: `burst` at once, then `perSecond`. */
export interface SendRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface DispatchJob {
  readonly workspaceId: string;
  readonly messageId: string;
  /** The account's rate limit has already given this job its turn. */
  readonly hasTurn?: boolean;
}

export interface Queue {
  /** Queues a dispatch inside the caller's transaction: no commit, no job. */
  enqueueDispatch(
    tx: Transaction<Database>,
    job: DispatchJob,
    options?: { startAfter?: Date },
  ): Promise<void>;
}

/** What use cases are given, so that a test can bring its own database and clock. */
export interface Deps {
  readonly db: Kysely<Database>;
  readonly queue: Queue;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Accounts that can dispatch, by channel account id. */
  readonly accounts: ReadonlyMap<string, DispatchAccount>;
  /** What the operator has decided about contacts and conversations; absent: the defaults. */
  readonly rules?: WorkspaceRules | undefined;
  /** The rules that a workspace goes by. */
  readonly presetFor: (workspaceId: string) => PolicyPreset;
  /** What the workspace asks of every send. Default: nothing. */
  readonly sending?: SendingRules;
  /** Told about what went wrong and is tried again by itself. */
  readonly failed?: (error: unknown) => void;
  /** Counts what happens; absent: nobody does. */
  readonly metrics?: Metrics | undefined;
  /** When and how contacts are asked how satisfied they are; absent: only where somebody asks for it. */
  readonly surveys?: SurveyRules | undefined;
  /** Default: files up to 16 MiB, and no address of the gateway to fetch them from. */
  readonly attachments?: AttachmentRules;
}
