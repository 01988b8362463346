/** What variables are read from: plain nested data. Only own properties count. */
export interface VariableContext {
  readonly [name: string]: VariableContext | string | number | boolean | null | undefined;
}

export interface FilledText {
  readonly text: string;
  /** Paths without a value and without a fallback; they stay in the text as they were. */
  readonly missing: readonly string[];
}

const FALLBACK = /\s{0,9}(?:\|\s{0,9}(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s{0,9})?/.source;
const VARIABLE = new RegExp(`\\{\\{\\s{0,9}([A-Za-z_][\\w.]{0,99})${FALLBACK}\\}\\}`, 'g');
/** The same where names may be numbers too, as in templates. */
export const TEMPLATE_VARIABLE = new RegExp(`\\{\\{\\s{0,9}(\\w[\\w.]{0,99})${FALLBACK}\\}\\}`, 'g');

/**
 * Puts values into a text. A fallback stands behind a bar and is taken when there is no value or an empty one.
 * Values are put in once and never read for variables again.
 *
 * @example
 * fillVariables('Hello {{contact.first_name | "there"}}', { contact: {} }).text // 'Hello there'
 */
export function fillVariables(text: string, context: VariableContext): FilledText {
  const missing: string[] = [];
  const filled = text.replace(VARIABLE, (whole, path: string, double?: string, single?: string) => {
    const value = lookUp(context, path.split('.'));
    if (value !== '') return value;
    const fallback = fallbackOf(double, single);
    if (fallback !== undefined) return fallback;
    missing.push(path);
    return whole;
  });
  return { text: filled, missing: [...new Set(missing)] };
}

/** What stands behind the bar in either kind of quotes, without its backslashes. */
export function fallbackOf(double: string | undefined, single: string | undefined): string | undefined {
  return (double ?? single)?.replace(/\\(.)/g, '$1');
}

function lookUp(context: VariableContext, path: readonly string[]): string {
  let value: VariableContext[string] = context;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
    value = value[name];
  }
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value).trim();
}
