import type { ContactChannel, Me } from '@outbound-composer/core/contract';
import type { Backend } from '../backend/backend.js';
import type { Host } from './host.js';

/** Who the agent is, what the element talks to, and what time it is there. */
export class Session {
  status: 'waiting' | 'connecting' | 'ready' | 'failed' = 'waiting';
  backend: Backend | null = null;
  me: Me | null = null;
  error: unknown = null;
  /** Channels that the workspace has accounts of, in the gateway's order. */
  channels: readonly ContactChannel['channel'][] = [];
  #dispatching: ReadonlyMap<string, boolean> = new Map();
  // The gateway decides by its own clock, and an agent's computer may be minutes off.
  #offset = 0;

  constructor(private readonly host: Host) {}

  /** Epoch milliseconds by the gateway's clock. */
  now(): number {
    return this.host.clock.now() + this.#offset;
  }

  get sender(): 'human' | 'automation' {
    return this.me?.actor.kind === 'machine' ? 'automation' : 'human';
  }

  get agentId(): string | null {
    return this.me?.actor.kind === 'agent' ? this.me.actor.agent.id : null;
  }

  /** An agent of this role reaches own contacts only, so there is nothing to choose from. */
  get onlyMine(): boolean {
    return this.me?.actor.kind === 'agent' && this.me.actor.agent.role === 'agent_own';
  }

  /** Whether the gateway can send through an account of ours, or only knows its verdicts. Yes, until it says no. */
  dispatches(channelAccountId: string): boolean {
    return this.#dispatching.get(channelAccountId) ?? true;
  }

  /** Asks which accounts there are and which of them can send. Without an answer all of them seem to, and sending says otherwise. */
  async loadAccounts(): Promise<void> {
    const { backend } = this;
    try {
      const accounts = await backend?.listChannelAccounts();
      if (this.backend !== backend || !accounts) return;
      this.#dispatching = new Map(accounts.items.map(({ id, dispatches }) => [id, dispatches]));
      this.channels = [...new Set(accounts.items.map(({ channel }) => channel))];
      this.host.requestUpdate();
    } catch (error) {
      this.host.fail(error, 'connect');
    }
  }

  /** Asks the backend who we are. True when that worked and no other backend came in between. */
  async connect(backend: Backend | null): Promise<boolean> {
    this.backend = backend;
    this.status = backend ? 'connecting' : 'waiting';
    this.host.requestUpdate();
    if (!backend) return false;
    const asked = this.host.clock.now();
    try {
      const me = await backend.me();
      if (this.backend !== backend) return false;
      const answered = this.host.clock.now();
      this.me = me;
      this.#offset = Date.parse(me.now) - (asked + answered) / 2;
      this.status = 'ready';
      this.error = null;
      return true;
    } catch (error) {
      if (this.backend !== backend) return false;
      this.status = 'failed';
      this.error = error;
      this.host.fail(error, 'connect');
      return false;
    } finally {
      this.host.requestUpdate();
    }
  }
}
