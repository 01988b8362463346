import type { Model } from '../model.js';

const MOVES = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' } as const;

/** Keys of the search box and of the list below it, which share the active option. */
export function searchKey(event: KeyboardEvent, model: Model): void {
  const { search } = model;
  if (event.isComposing) return;
  const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  // Home and End belong to the text until an arrow key has left it.
  if (isArrow || (event.key in MOVES && search.active >= 0))
    search.move(MOVES[event.key as keyof typeof MOVES]);
  else if (event.key === 'Enter') {
    const item = search.items[search.active] ?? (search.items.length === 1 ? search.items[0] : undefined);
    if (item && !search.loading) void model.choose(item.id);
  } else if (event.key === 'Escape' && search.filters.q !== '') search.set({ q: '' });
  else return;
  event.preventDefault();
  event.stopPropagation();
}
