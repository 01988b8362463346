import type { TemplateOut } from '@outbound-composer/core/contract';
import type { Host } from './host.js';
import type { Session } from './session.js';

type Loaded =
  | { status: 'loading' }
  | { status: 'ready'; items: TemplateOut[] }
  | { status: 'failed'; error: unknown };

/** The approved templates of each sender account, loaded when the first picker of that account opens. */
export class Templates {
  #accounts = new Map<string, Loaded>();

  constructor(
    private readonly host: Host,
    private readonly session: Session,
  ) {}

  of(channelAccountId: string): Loaded {
    const known = this.#accounts.get(channelAccountId);
    if (known) return known;
    const loading: Loaded = { status: 'loading' };
    this.#accounts.set(channelAccountId, loading);
    void this.#load(channelAccountId);
    return loading;
  }

  retry(channelAccountId: string): void {
    this.#accounts.delete(channelAccountId);
    this.host.requestUpdate();
  }

  clear(): void {
    this.#accounts.clear();
  }

  async #load(channelAccountId: string): Promise<void> {
    const backend = this.session.backend;
    if (!backend) return;
    try {
      const items: TemplateOut[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: TemplateOut[]; nextCursor: string | null } = await backend.listTemplates({
          channelAccountId,
          status: 'approved',
          limit: 200,
          ...(cursor ? { cursor } : {}),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      this.#accounts.set(channelAccountId, { status: 'ready', items });
    } catch (error) {
      this.#accounts.set(channelAccountId, { status: 'failed', error });
      this.host.fail(error, 'templates');
    }
    this.host.requestUpdate();
  }
}
