import type { Message } from '@outbound-composer/core/contract';
import type { Host } from './host.js';
import type { Session } from './session.js';

const PAGE = 30;

/** The messages with the open contact, oldest first. */
export class History {
  messages: readonly Message[] = [];
  loading = false;
  error: unknown = null;
  nextCursor: string | null = null;
  #contactId: string | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
  ) {}

  /** Shows the newest page of a contact, or of the same contact again. */
  async load(contactId: string): Promise<void> {
    if (contactId !== this.#contactId) this.messages = [];
    this.#contactId = contactId;
    await this.#fetch(contactId, null);
  }

  async older(): Promise<void> {
    if (this.#contactId !== null && this.nextCursor !== null)
      await this.#fetch(this.#contactId, this.nextCursor);
  }

  clear(): void {
    this.#contactId = null;
    this.messages = [];
    this.nextCursor = null;
    this.error = null;
    this.loading = false;
  }

  /** A message that changed, or is new. */
  put(message: Message): void {
    if (message.contactId !== this.#contactId) return;
    this.messages = merge(this.messages, [message]);
    this.host.requestUpdate();
  }

  /** A message we may already know more about: the stream can be faster than the answer to our own request. */
  putUnlessKnown(message: Message): void {
    if (!this.messages.some(({ id }) => id === message.id)) this.put(message);
  }

  async #fetch(contactId: string, cursor: string | null): Promise<void> {
    const backend = this.session.backend;
    if (!backend) return;
    this.loading = true;
    this.error = null;
    this.host.requestUpdate();
    try {
      const page = await backend.listContactMessages(contactId, {
        limit: PAGE,
        ...(cursor ? { cursor } : {}),
      });
      if (this.#contactId !== contactId) return;
      const known = this.messages.length;
      this.messages = merge(this.messages, page.items);
      if (cursor !== null || known === 0) this.nextCursor = page.nextCursor;
    } catch (error) {
      if (this.#contactId !== contactId) return;
      this.error = error;
      this.host.fail(error, 'history');
    }
    this.loading = false;
    this.host.requestUpdate();
  }
}

function merge(known: readonly Message[], news: readonly Message[]): Message[] {
  const byId = new Map([...known, ...news].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
}
