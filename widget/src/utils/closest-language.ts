/** The language of the element's surroundings, across shadow roots; the browser's when nothing says one. */
export function closestLanguage(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const found: Element | null = at.closest('[lang]:not([lang=""])');
    if (found) return found.getAttribute('lang') ?? 'en';
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language || 'en';
}
