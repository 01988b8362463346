import { GatewayProblem } from '@outbound-composer/core/client';
import type { SendMessage, SendResult } from '@outbound-composer/core/contract';
import { BeforeSendEvent, SentEvent } from '../events.js';
import { randomId } from '../utils/random-id.js';
import { dateTime } from '../utils/time.js';
import type { History } from './history.js';
import type { Host } from './host.js';
import type { OpenContact } from './open-contact.js';
import type { Search } from './search.js';
import type { Session } from './session.js';

/** Sends what was written, once, however often it takes to get through. */
export class Sending {
  status: 'idle' | 'sending' | 'asking_takeover' | 'failed' = 'idle';
  error: unknown = null;
  /** The contact whose message was taken and what is said about that, until the agent goes on. */
  sentTo: string | null = null;
  sentText = '';
  /** Messages that are being sent again, and why that did not work, by message id. */
  readonly retrying = new Set<string>();
  readonly retryErrors = new Map<string, unknown>();
  /** The message whose "send again although it may arrive twice" waits for a yes. */
  askingResend: string | null = null;
  #intent: { key: string; message: string } | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
    private readonly open: OpenContact,
    private readonly history: History,
    private readonly search: Search,
  ) {}

  /** What the gateway said when it took the message; null when it did not. */
  async send(message: SendMessage, identityId: string): Promise<SendResult | null> {
    const backend = this.session.backend;
    const contact = this.open.contact;
    if (!backend || !contact || this.status === 'sending') return null;
    if (!this.host.emit(new BeforeSendEvent(message, contact))) return null;
    const key = this.#keyFor(message);
    this.#become('sending');
    try {
      const result = await backend.sendMessage(message, key);
      this.#intent = null;
      this.history.putUnlessKnown(result.message);
      // The answer to a scheduled one is about the instant at which it leaves.
      if (!message.schedule && this.open.contact?.id === contact.id)
        this.open.applyDecision(identityId, result.decision);
      this.open.applyConversation(result.conversation);
      this.search.apply(result.conversation);
      this.sentTo = contact.id;
      this.#become('idle');
      this.host.emit(new SentEvent(result.message, result.conversation));
      this.sentText = this.#textOf(result);
      const seconds = result.undoUntil ? (Date.parse(result.undoUntil) - this.session.now()) / 1000 : 0;
      this.host.say(
        seconds > 0 ? this.host.translate('say_undo', { count: Math.round(seconds) }) : this.sentText,
      );
      // The window's count and the monthly allowances have moved with it.
      void this.open.refresh();
      return result;
    } catch (error) {
      const isStillOpen = this.open.contact?.id === contact.id;
      if (error instanceof GatewayProblem)
        this.#heed(error, isStillOpen && !message.schedule ? identityId : null);
      const asks = error instanceof GatewayProblem && error.code === 'takeover_required';
      if (!isStillOpen) this.#become('idle');
      else if (asks) this.#become('asking_takeover');
      else this.#become('failed', error);
      if (!asks) this.host.fail(error, 'send');
      return null;
    }
  }

  async retry(messageId: string): Promise<void> {
    const backend = this.session.backend;
    if (!backend || this.retrying.has(messageId)) return;
    this.askingResend = null;
    this.retrying.add(messageId);
    this.retryErrors.delete(messageId);
    this.host.requestUpdate();
    try {
      const { message, conversation } = await backend.retryMessage(messageId);
      this.history.put(message);
      this.open.applyConversation(conversation);
      this.search.apply(conversation);
      this.host.say(this.host.translate('say_queued'));
    } catch (error) {
      this.retryErrors.set(messageId, error);
      this.host.fail(error, 'send');
    }
    this.retrying.delete(messageId);
    this.host.requestUpdate();
  }

  askResend(messageId: string | null): void {
    this.askingResend = messageId;
    this.host.requestUpdate();
  }

  /** Forgets a refusal: the agent goes on writing, or to another contact. */
  reset(): void {
    this.sentTo = null;
    if (this.status !== 'sending') this.#become('idle');
  }

  /**
   * One key per intent: the same message after a lost connection goes out under the same key, so that the
   * gateway sends it once even if it had arrived.
   */
  #keyFor(message: SendMessage): string {
    const text = JSON.stringify(message);
    if (this.#intent?.message !== text) this.#intent = { key: randomId(), message: text };
    return this.#intent.key;
  }

  /** The reason why the channel did not permit what was sent last; null: it was something else, or nothing. */
  get refusedFor(): string | null {
    return this.error instanceof GatewayProblem ? (this.error.refusal?.decision.reason ?? null) : null;
  }

  #textOf({ message }: SendResult): string {
    const t = this.host.translate;
    if (message.status !== 'scheduled') return t('say_queued');
    return t('say_scheduled', { time: dateTime(message.at, this.session.now(), this.host.locale) });
  }

  #heed(problem: GatewayProblem, identityId: string | null): void {
    const mayHaveArrived = problem.status >= 500 || problem.code === 'not_a_gateway';
    if (!mayHaveArrived) this.#intent = null;
    if (problem.refusal && identityId !== null) this.open.applyDecision(identityId, problem.refusal.decision);
  }

  #become(status: Sending['status'], error: unknown = null): void {
    this.status = status;
    this.error = error;
    this.host.requestUpdate();
  }
}
