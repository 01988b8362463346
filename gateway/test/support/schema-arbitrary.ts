import fc from 'fast-check';
import { resolved, type Schema } from './openapi.js';

/** Says what a value at this place is to be; null: what its schema says. The last name of the path is the nearest. */
export type Override = (path: readonly string[], schema: Schema) => fc.Arbitrary<unknown> | null;

const LONGEST = 30;

/** Values that fit a schema. */
export function fitting(
  schema: Schema,
  override: Override = () => null,
  path: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const own = override(path, schema);
  if (own) return own;
  const one = resolved(schema);
  const inner = (next: Schema, name?: string) =>
    fitting(next, override, name === undefined ? path : [...path, name]);
  if (one.const !== undefined) return fc.constant(one.const);
  if (one.enum) return fc.constantFrom(...one.enum);
  const choices = one.anyOf ?? one.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => inner(choice)));
  switch (one.type) {
    case 'object':
      return objects(one, inner);
    case 'array':
      return fc.array(one.items ? inner(one.items, '*') : fc.jsonValue(), {
        minLength: one.minItems ?? 0,
        maxLength: Math.max(one.minItems ?? 0, Math.min(one.maxItems ?? 3, 3)),
      });
    case 'string':
      return texts(one);
    case 'integer':
      return fc.integer({ min: one.minimum ?? -1000, max: one.maximum ?? 1000 });
    case 'number':
      return fc.double({ min: one.minimum ?? -1000, max: one.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function objects(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  inner: (schema: Schema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, one]) => [name, inner(one, name)] as const);
  const known = fc.record(Object.fromEntries(fields), {
    requiredKeys: required.filter((name) => name in properties),
  });
  if (typeof additionalProperties !== 'object') return known;
  const names = propertyNames
    ? texts(resolved(propertyNames))
    : fc.string({ minLength: 1, maxLength: LONGEST });
  const more = fc.dictionary(names as fc.Arbitrary<string>, inner(additionalProperties, '*'), { maxKeys: 3 });
  return fc.tuple(more, known).map(([extra, own]) => ({ ...extra, ...own }));
}

const CONTACT_REF = /^\^\(\?:\(\?:id:\)/;

function texts({ format, pattern, minLength = 0, maxLength }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (format === 'uri') return fc.webUrl();
  if (pattern !== undefined && CONTACT_REF.test(pattern))
    return fc.oneof(
      fc.uuid(),
      fc.emailAddress().map((address) => `email:${address}`),
      fc.integer({ min: 100_000, max: 999_999_999 }).map((digits) => `phone:+49${digits}`),
      fc.string({ minLength: 1, maxLength: 20 }).map((id) => `external:crm/${id}`),
    );
  if (pattern !== undefined)
    return fc
      .stringMatching(new RegExp(pattern))
      .filter((text) => text.length >= minLength && text.length <= (maxLength ?? Infinity));
  const most = Math.max(minLength, Math.min(maxLength ?? LONGEST, LONGEST));
  return fc.string({ unit: 'grapheme', minLength, maxLength: most });
}

/** Values that no field should ever be given, or that only text fields may be. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\u202egnp.exe',
    '\u2066isolated\u2069',
    '\u0007\u001b[31m',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'; drop table contact; --",
    '{{constructor.constructor("return 1")()}}',
    '=HYPERLINK("https://evil.example","x")',
    '../../etc/passwd',
    '%00',
    '',
    ' ',
    '\ufeff',
    'İstanbul ß ﬁ',
    '👩‍👩‍👧‍👦'.repeat(50),
    'x'.repeat(10_000),
    null,
    true,
    0,
    -0,
    -1,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 31,
    1e-320,
    0.1,
    [],
    {},
    [[[[[]]]]],
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '00000000-0000-0000-0000-000000000000',
    'email:@',
    'phone:0',
    'external:/',
    'id:',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.double(),
);

/** The same value with one or two of its places broken: another value, a member too many, or a member gone. */
export function broken(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.array(fc.tuple(fc.nat(), nasty, fc.nat({ max: 9 })), { minLength: 1, maxLength: 2 }))
    .map(([value, changes]) =>
      changes.reduce((before, [place, bad, how]) => {
        const paths = placesIn(before);
        return changed(before, paths[place % paths.length] ?? [], bad, how);
      }, value),
    );
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]))];
}

function changed(value: unknown, [name, ...rest]: readonly string[], bad: unknown, how: number): unknown {
  if (name === undefined) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && how < 3 ? { ...value, [String(bad).slice(0, 50) || 'extra']: bad } : bad;
  }
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === name ? changed(one, rest, bad, how) : one));
  const { [name]: one, ...others } = value as Record<string, unknown>;
  if (rest.length === 0 && how === 9) return others;
  return { ...others, [name]: changed(one, rest, bad, how) };
}
