/** When a message is to be sent, if not at once. */
export interface Later {
  /** What the clock shows then, e.g. `2026-11-25T09:00`; empty: not said yet. */
  localTime: string;
  cancelIfContactWrites: boolean;
  /** Send when quiet hours are over instead of being refused. */
  postponeQuietHours: boolean;
}

/** What an agent has written to one contact and not yet sent. It belongs to the contact, not to a channel. */
export interface Draft {
  /** The chosen channel of the contact; null: none yet. */
  identityId: string | null;
  /** What the agent prefers where the channel takes both. */
  wanted: 'text' | 'template';
  text: string;
  subject: string;
  templateId: string | null;
  /** Values by template and variable, so that going back to a template finds them again. */
  variables: Record<string, Record<string, string>>;
  /** Null: now. */
  later: Later | null;
}

export const emptyDraft: Readonly<Draft> = {
  identityId: null,
  wanted: 'text',
  text: '',
  subject: '',
  templateId: null,
  variables: {},
  later: null,
};

/**
 * Keeps drafts over a reload of the page, for as long as the tab lives: what an agent writes to a customer does
 * not belong on the disk of a shared computer for longer than that.
 */
export class DraftStore {
  #memory = new Map<string, Draft>();

  load(key: string): Draft {
    const known = this.#memory.get(key);
    if (known) return known;
    try {
      const stored = sessionStorage.getItem(storageKey(key));
      if (stored !== null) return { ...emptyDraft, ...(JSON.parse(stored) as Partial<Draft>) };
    } catch {
      // Storage is blocked or holds something else: a draft then lives as long as the element.
    }
    return { ...emptyDraft };
  }

  save(key: string, draft: Draft): void {
    this.#memory.set(key, draft);
    try {
      if (isEmpty(draft)) sessionStorage.removeItem(storageKey(key));
      else sessionStorage.setItem(storageKey(key), JSON.stringify(draft));
    } catch {
      // As above, or the quota is used up.
    }
  }
}

const storageKey = (key: string) => `outbound-composer:draft:${key}`;

function isEmpty({ text, subject, templateId }: Draft): boolean {
  return text === '' && subject === '' && templateId === null;
}
