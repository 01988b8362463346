import type {
  ContactChannel,
  ContactListItem,
  ContactSearchResult,
  Conversation,
} from '@outbound-composer/core/contract';
import { isAbort } from '../utils/is-abort.js';
import type { Host } from './host.js';
import type { Session } from './session.js';

export type Inbox = 'mine' | 'unassigned' | 'team' | 'all';
export type StatusFilter = Conversation['status'] | 'any';
export type ChannelFilter = ContactChannel['channel'] | 'any';
export type Sort = 'recently_closed' | 'last_activity' | 'name' | 'window_closing';

export interface SearchFilters {
  q: string;
  inbox: Inbox;
  status: StatusFilter;
  channel: ChannelFilter;
  sort: Sort;
}

// Long enough to spare the gateway half of the letters of a quick typist, too short to be noticed.
const TYPING_PAUSE_MS = 120;

/** The search box, its filters and what was found. Results stay until newer ones replace them. */
export class Search {
  filters: SearchFilters = { q: '', inbox: 'all', status: 'closed', channel: 'any', sort: 'recently_closed' };
  result: ContactSearchResult | null = null;
  /** Filters the shown result belongs to. */
  shownFor: SearchFilters | null = null;
  loading = false;
  error: unknown = null;
  /** Index of the option the arrow keys are on, or -1. */
  active = -1;
  #typing: unknown = null;
  #running: AbortController | null = null;

  constructor(
    private readonly host: Host,
    private readonly session: Session,
  ) {}

  get items(): readonly ContactListItem[] {
    return this.result?.items ?? [];
  }

  /** Changes filters; what is typed waits for a pause, a chosen filter does not. */
  set(change: Partial<SearchFilters>): void {
    this.filters = { ...this.filters, ...change };
    this.host.clock.cancel(this.#typing);
    this.loading = true;
    this.host.requestUpdate();
    if ('q' in change) this.#typing = this.host.clock.after(TYPING_PAUSE_MS, () => void this.run());
    else void this.run();
  }

  async run(): Promise<void> {
    const backend = this.session.backend;
    if (!backend) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const filters = this.#asked();
    this.loading = true;
    this.host.requestUpdate();
    try {
      const result = await backend.searchContacts(filters, { signal: running.signal });
      // Some backends do not heed the signal: an answer that was overtaken must not show either.
      if (this.#running !== running) return;
      this.result = result;
      this.shownFor = { ...this.filters };
      this.error = null;
      this.active = -1;
      this.#sayFound(result);
    } catch (error) {
      if (this.#running !== running || isAbort(error)) return;
      this.error = error;
      this.host.fail(error, 'search');
    }
    this.loading = false;
    this.host.requestUpdate();
  }

  async more(): Promise<void> {
    const backend = this.session.backend;
    const shown = this.result;
    if (!backend || !shown?.nextCursor || this.loading) return;
    const running = new AbortController();
    this.#running = running;
    this.loading = true;
    this.host.requestUpdate();
    try {
      const page = await backend.searchContacts(
        { ...this.#asked(), cursor: shown.nextCursor },
        { signal: running.signal },
      );
      if (this.#running !== running) return;
      this.result = { ...page, items: [...shown.items, ...page.items] };
      this.error = null;
    } catch (error) {
      if (this.#running !== running || isAbort(error)) return;
      this.error = error;
      this.host.fail(error, 'search');
    }
    this.loading = false;
    this.host.requestUpdate();
  }

  /** Moves the active option; from either end it stays where it is. */
  move(by: 'next' | 'previous' | 'first' | 'last'): void {
    const last = this.items.length - 1;
    if (last < 0) return;
    const to = { next: this.active + 1, previous: this.active - 1, first: 0, last };
    this.active = Math.max(0, Math.min(last, to[by]));
    this.host.requestUpdate();
  }

  /** Takes over a change of a conversation that is in the list, without moving anything under the pointer. */
  apply(conversation: Conversation): void {
    if (!this.result) return;
    const { id, status, assignee, lastActivityAt, closedAt } = conversation;
    const items = this.result.items.map((item) =>
      item.id === conversation.contactId
        ? { ...item, conversation: { id, status, assignee, lastActivityAt, closedAt } }
        : item,
    );
    this.result = { ...this.result, items };
    this.host.requestUpdate();
  }

  stop(): void {
    this.host.clock.cancel(this.#typing);
    this.#running?.abort();
    this.#running = null;
    this.loading = false;
  }

  #asked() {
    const { q, inbox, status, channel, sort } = this.filters;
    return {
      q: q.trim(),
      inbox: this.session.onlyMine ? ('mine' as const) : inbox,
      status,
      sort,
      ...(channel === 'any' ? {} : { channel: [channel] }),
    };
  }

  #sayFound({ total, foundUnder }: ContactSearchResult): void {
    const t = this.host.translate;
    const elsewhere = foundUnder.map(({ status, count }) => `${count} ${t(`status_${status}`)}`).join(', ');
    const found = total.capped
      ? t('found_capped', { count: total.count })
      : t('found', { count: total.count });
    this.host.say(elsewhere === '' ? found : `${found}. ${t('found_elsewhere', { where: elsewhere })}`);
  }
}
