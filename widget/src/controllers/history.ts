import type { Message, Survey } from '@outbound-composer/core/contract';
import type { Host } from './host.js';
import type { Session } from './session.js';

const PAGE = 30;

/** What the history shows at one place. */
export type HistoryLine =
  | { readonly id: string; readonly at: string; readonly message: Message }
  | { readonly id: string; readonly at: string; readonly survey: Survey };

/** The messages with the open contact and the surveys about them, oldest first. */
export class History {
  messages: readonly Message[] = [];
  surveys: readonly Survey[] = [];
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
    if (contactId !== this.#contactId) {
      this.messages = [];
      this.surveys = [];
    }
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
    this.surveys = [];
    this.nextCursor = null;
    this.error = null;
    this.loading = false;
  }

  /** Everything in its order; the message of a survey comes before what became of it. */
  get lines(): HistoryLine[] {
    const surveys = this.surveys.map((survey): HistoryLine => {
      return { id: survey.id, at: survey.askedAt ?? survey.dueAt, survey };
    });
    const messages = this.messages.map((message): HistoryLine => {
      return { id: message.id, at: message.at, message };
    });
    // Sorting keeps the order of what happened at the same time.
    return [...messages, ...surveys].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
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
      this.surveys = [...byId([...this.surveys, ...(page.surveys ?? [])]).values()];
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
  return [...byId([...known, ...news]).values()].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1),
  );
}

/** Of two with the same id, the later one counts. */
const byId = <T extends { readonly id: string }>(all: readonly T[]) =>
  new Map(all.map((one) => [one.id, one]));
