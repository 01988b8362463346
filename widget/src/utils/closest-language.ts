/** The language of the element's surroundings, across shadow roots; the browser's when nothing says one. */
export function closestLanguage(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const found: Element | null = at.closest('[lang]:not([lang=""])');
    if (found) return knownLocale(found.getAttribute('lang'));
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return knownLocale(navigator.language);
}

/** A tag that `Intl` takes. Pages write `de_DE`, and a browser without a language says `en-US@posix`. */
export function knownLocale(tag: string | null): string {
  for (const candidate of [tag, tag?.replace(/_/g, '-'), tag?.split(/[^a-z]/i)[0]]) {
    try {
      if (candidate) return new Intl.Locale(candidate).toString();
    } catch {
      // The next candidate is simpler.
    }
  }
  return 'en';
}
