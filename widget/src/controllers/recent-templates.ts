const KEY = 'outbound-composer:recent-templates';
const KEPT = 5;

/** The templates this agent used last. Only ids are kept, so this may outlive the tab. */
export class RecentTemplates {
  #ids: string[] | null = null;

  get ids(): readonly string[] {
    this.#ids ??= read();
    return this.#ids;
  }

  add(id: string): void {
    this.#ids = [id, ...this.ids.filter((known) => known !== id)].slice(0, KEPT);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#ids));
    } catch {
      // Storage is blocked: the list then lives as long as the element.
    }
  }
}

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
