import type { Purpose } from '@outbound-composer/core';
import type { Contact, ContactChannel, Conversation, DecisionOut } from '@outbound-composer/core/contract';
import { ContactOpenEvent, ConversationChangeEvent } from '../events.js';
import { decideHere } from '../utils/decide-here.js';
import type { Host } from './host.js';
import type { Session } from './session.js';

// Two clocks are never quite the same: a gateway that is asked too early answers as before.
const ASK_AGAIN_MS = 5000;

/** The contact on the right-hand side, and what each of its channels permits at this moment. */
export class OpenContact {
  /** How the contact was asked for: an id, `phone:…` or `email:…`; null when none is open. */
  ref: string | null = null;
  contact: Contact | null = null;
  loading = false;
  error: unknown = null;
  purpose: Purpose = 'support';
  // The purpose the gateway's verdicts were asked for; for another one we decide here until it answers.
  #decidedFor: Purpose = 'support';
  #asked = 0;
  #refreshing: Promise<void> | null = null;
  #refreshAgain = false;
  #verdicts = new Map<string, string>();
  /** The last change that the gateway was asked about because its time had come, and when it was asked. */
  #renewal = { due: 0, at: 0 };

  constructor(
    private readonly host: Host,
    private readonly session: Session,
  ) {}

  /** Loads a contact. True when it came and nothing else was opened in between. */
  async open(ref: string): Promise<boolean> {
    const backend = this.session.backend;
    if (!backend) return false;
    const asked = ++this.#asked;
    const purpose = this.purpose;
    this.ref = ref;
    this.loading = true;
    this.error = null;
    this.host.requestUpdate();
    try {
      const contact = await backend.getContact(ref, { purpose });
      if (asked !== this.#asked) return false;
      this.#show(contact, purpose);
      this.#verdicts.clear();
      this.loading = false;
      this.host.emit(new ContactOpenEvent(contact));
      return true;
    } catch (error) {
      if (asked !== this.#asked) return false;
      this.contact = null;
      this.error = error;
      this.loading = false;
      this.host.fail(error, 'open');
      return false;
    } finally {
      this.host.requestUpdate();
    }
  }

  close(): void {
    this.#asked += 1;
    this.ref = null;
    this.contact = null;
    this.loading = false;
    this.error = null;
    this.host.requestUpdate();
  }

  /** Loads the open contact again, without a trace on the screen. Calls at the same time become one more. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refresh().finally(() => {
      this.#refreshing = null;
      if (!this.#refreshAgain) return;
      this.#refreshAgain = false;
      void this.refresh();
    });
    return this.#refreshing;
  }

  setPurpose(purpose: Purpose): void {
    if (purpose === this.purpose) return;
    this.purpose = purpose;
    this.host.requestUpdate();
    void this.refresh();
  }

  /** What may be sent on a channel now: the gateway's verdict while it holds, our own until it is renewed. */
  decision(channel: ContactChannel): DecisionOut {
    const now = this.session.now();
    const { nextChangeAt } = channel.decision;
    const holds = nextChangeAt === null || now < Date.parse(nextChangeAt);
    if (holds && this.purpose === this.#decidedFor) return channel.decision;
    return this.decisionAt(channel, now) ?? channel.decision;
  }

  /** What may be sent on a channel at an instant, as far as we can tell; null: the gateway has rules of its own. */
  decisionAt(channel: ContactChannel, at: number): DecisionOut | null {
    const { sender, me } = this.session;
    const question = { at, sender, purpose: this.purpose, preset: me?.workspace.preset ?? '' };
    return decideHere(channel, question, this.host.locale);
  }

  /** Puts the gateway's newest word on one channel in the place of the one before. */
  applyDecision(identityId: string, decision: DecisionOut): void {
    if (!this.contact) return;
    const channels = this.contact.channels.map((channel) =>
      channel.identityId === identityId ? { ...channel, decision } : channel,
    );
    this.contact = { ...this.contact, channels };
    this.host.requestUpdate();
  }

  applyConversation(conversation: Conversation): void {
    if (this.contact?.id !== conversation.contactId) return;
    this.contact = { ...this.contact, conversation };
    this.host.emit(new ConversationChangeEvent(conversation));
    this.host.requestUpdate();
  }

  /**
   * Called before each render. Says what has changed by time alone, and asks the gateway, whose word counts in
   * the end, about every verdict whose time is up.
   */
  noticeChanges(): void {
    for (const channel of this.contact?.channels ?? []) {
      const { verdict, reason } = this.decision(channel);
      const seen = `${this.purpose} ${verdict} ${reason}`;
      const before = this.#verdicts.get(channel.identityId);
      this.#verdicts.set(channel.identityId, seen);
      if (before === undefined || before === seen || !before.startsWith(`${this.purpose} `)) continue;
      const t = this.host.translate;
      this.host.say(`${t(`channel_${channel.channel}`)}: ${t(`verdict_${verdict}`)}`);
    }
    this.#renewWhatIsDue();
  }

  /** Milliseconds until the gateway is to be asked once more about a verdict whose time is up; null: never. */
  get renewalIn(): number | null {
    if (this.#due() === 0) return null;
    return Math.max(this.#renewal.at + ASK_AGAIN_MS - this.session.now(), 1);
  }

  #renewWhatIsDue(): void {
    const now = this.session.now();
    const due = this.#due();
    if (due === 0 || (due === this.#renewal.due && now < this.#renewal.at + ASK_AGAIN_MS)) return;
    this.#renewal = { due, at: now };
    void this.refresh();
  }

  /** The latest change whose time has come while its channel still shows the verdict from before it; 0: none. */
  #due(): number {
    const now = this.session.now();
    const changes = (this.contact?.channels ?? []).map(({ decision }) =>
      Date.parse(decision.nextChangeAt ?? ''),
    );
    return Math.max(0, ...changes.filter((at) => at <= now));
  }

  async #refresh(): Promise<void> {
    const { contact, purpose } = this;
    const backend = this.session.backend;
    if (!contact || !backend) return;
    const asked = this.#asked;
    try {
      const fresh = await backend.getContact(contact.id, { purpose });
      if (asked === this.#asked && purpose === this.purpose) this.#show(fresh, purpose);
    } catch (error) {
      // What is shown may be old now, but the gateway decides again at sending, so nothing wrong can leave.
      this.host.fail(error, 'open');
    }
  }

  #show(contact: Contact, purpose: Purpose): void {
    this.contact = contact;
    this.#decidedFor = purpose;
    this.host.requestUpdate();
  }
}
