import type { Model } from '../model.js';

/** Keeps in view what should be: the option the arrow keys are on, and the newest message. */
export class Scroller {
  #active = -1;
  #newest: string | undefined;

  follow(root: ParentNode, { search, history }: Model): void {
    if (search.active !== this.#active) {
      this.#active = search.active;
      root.querySelector('.result.active')?.scrollIntoView({ block: 'nearest' });
    }
    const newest = history.messages.at(-1)?.id;
    if (newest === this.#newest) return;
    this.#newest = newest;
    const box = root.querySelector('.history-scroll');
    if (box) box.scrollTop = box.scrollHeight;
  }
}
