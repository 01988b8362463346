/** A sentence with `{figures}`, or one for each plural category of the figure that it counts. */
export type Pattern = string | { readonly one: string; readonly other: string };

/** Puts values into a pattern in one pass. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The names between braces in a pattern. */
export function placeholdersIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

export function number(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** The sentence for a count: "1 message is left", "2 messages are left". */
export function forCount(pattern: Pattern, count: number, locale: string): string {
  if (typeof pattern === 'string') return pattern;
  return new Intl.PluralRules(locale).select(count) === 'one' ? pattern.one : pattern.other;
}
