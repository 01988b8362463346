import type { UpdateContact } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import { Faults } from '../import/faults.js';
import { readCountry, readEmail, readLanguage, readPhone, readText, readTimeZone } from '../import/fields.js';
import { ProblemError } from './problem.js';

type Given = z.output<typeof UpdateContact>;

/** Columns of the contact table as a request wants them; null clears, what is absent stays. */
export interface ContactValues {
  first_name?: string | null;
  last_name?: string | null;
  email?: string | null;
  phone?: string | null;
  country?: string | null;
  language?: string | null;
  time_zone?: string | null;
  lifecycle?: string | null;
}

/**
 * Checks and normalises what a request says about a contact.
 * @param home ISO 3166-1 alpha-2 of phones in national notation, where the request names no country.
 * @throws ProblemError `validation_failed`, naming every field at fault
 */
export function contactValues(given: Omit<Given, 'owner'>, home: string): ContactValues {
  const faults = new Faults();
  const read = (field: keyof Omit<Given, 'owner'>, reader: (value: string) => string) => {
    const value = given[field];
    if (typeof value !== 'string') return value === null ? null : undefined;
    return value === '' ? null : faults.try(field, () => reader(value));
  };
  const text = (value: string) => readText(value, 200);
  const country = read('country', readCountry);
  const values = {
    first_name: read('firstName', text),
    last_name: read('lastName', text),
    email: read('email', readEmail),
    phone: read('phone', (value) => readPhone(value, country ?? home)),
    country,
    language: read('language', readLanguage),
    time_zone: read('timeZone', readTimeZone),
    lifecycle: read('lifecycle', text),
  };
  if (faults.list.length > 0) throw asProblem(faults);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Readers say what was expected; the field's value is never repeated. */
function asProblem({ list }: Faults): ProblemError {
  const errors = list.map(({ field, reason }) =>
    reason.startsWith('expected ')
      ? { field, message: 'is not valid', expected: reason.slice('expected '.length) }
      : { field, message: reason },
  );
  const detail = list.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
  return new ProblemError('validation_failed', detail, { errors });
}

/** Tags after some were added and others taken away, whatever their case. */
export function changedTags(
  tags: readonly string[],
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): string[] {
  const gone = new Set(remove.map((tag) => tag.toLowerCase()));
  const changed: string[] = [];
  const seen = new Set<string>();
  for (const tag of [...tags, ...add]) {
    const key = tag.toLowerCase();
    if (gone.has(key) || seen.has(key)) continue;
    seen.add(key);
    changed.push(tag);
  }
  return changed;
}

/** Custom fields after some were set and those with null removed. */
export function changedFields(
  fields: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const merged = { ...fields, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
