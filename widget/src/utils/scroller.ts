import type { Model } from '../model.js';

/** Keeps the option that the arrow keys are on in view. */
export class Scroller {
  #active = -1;

  follow(root: ParentNode, { search }: Model): void {
    if (search.active === this.#active) return;
    this.#active = search.active;
    root.querySelector('.result.active')?.scrollIntoView({ block: 'nearest' });
  }
}
