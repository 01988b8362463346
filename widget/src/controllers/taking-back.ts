import { GatewayProblem } from '@outbound-composer/core/client';
import type { Message, SendResult } from '@outbound-composer/core/contract';
import type { Draft } from './draft.js';
import type { History } from './history.js';
import type { Host } from './host.js';
import type { OpenContact } from './open-contact.js';
import type { Session } from './session.js';

/** The message that was sent last and can still be taken back. */
interface Undo {
  readonly message: Message;
  /** What of the draft went with it. */
  readonly written: Partial<Draft>;
  /** Epoch milliseconds by the gateway's clock. */
  readonly since: number;
  readonly until: number;
}

/** Takes back what has not left yet: what was sent a moment ago, and what is scheduled. */
export class TakingBack {
  /** Messages that are being taken back, and why that did not work, by message id. */
  readonly pending = new Set<string>();
  readonly errors = new Map<string, unknown>();
  #last: Undo | null = null;
  /** Until when the gateway keeps each message back, by message id. */
  #waiting = new Map<string, number>();

  constructor(
    private readonly host: Host,
    private readonly session: Session,
    private readonly open: OpenContact,
    private readonly history: History,
  ) {}

  /** A message was taken by the gateway, which may leave the agent a moment to change their mind. */
  watch({ message, undoUntil }: SendResult, written: Partial<Draft>): void {
    if (undoUntil === undefined) return;
    const until = Date.parse(undoUntil);
    this.#waiting.set(message.id, until);
    this.#last = { message, written, since: this.session.now(), until };
    this.host.requestUpdate();
  }

  /** What can be undone on the open contact at this moment; null: nothing. */
  get undo(): Undo | null {
    const last = this.#last;
    if (!last || last.message.contactId !== this.open.contact?.id) return null;
    return this.#waits(last.message.id) ? last : null;
  }

  /** Milliseconds until what can be undone has left; null: nothing can be undone. */
  get left(): number | null {
    return this.undo && this.undo.until - this.session.now();
  }

  /** Whether the history offers to take this message back. */
  offers({ id, status }: Message): boolean {
    if (!this.session.backend?.cancelMessage) return false;
    return status === 'scheduled' || (this.#waits(id) && id !== this.undo?.message.id);
  }

  /** True when the message will not leave. */
  async cancel(id: string): Promise<boolean> {
    const { backend } = this.session;
    if (!backend?.cancelMessage || this.pending.has(id)) return false;
    this.pending.add(id);
    this.errors.delete(id);
    this.host.requestUpdate();
    let cancelled = false;
    try {
      this.history.put(await backend.cancelMessage(id));
      this.host.say(this.host.translate('say_cancelled'));
      cancelled = true;
      // What it counted for is given back.
      void this.open.refresh();
    } catch (error) {
      this.errors.set(id, error);
      // It has left, so there is nothing to undo.
      if (error instanceof GatewayProblem && error.code === 'not_cancellable') this.#waiting.delete(id);
      this.host.fail(error, 'cancel');
    }
    this.pending.delete(id);
    this.host.requestUpdate();
    return cancelled;
  }

  #waits(id: string): boolean {
    const until = this.#waiting.get(id);
    if (until === undefined || until <= this.session.now()) return false;
    const known = this.history.messages.find((message) => message.id === id);
    return known === undefined || known.status === 'queued';
  }
}
