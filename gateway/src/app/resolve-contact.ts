import { sql } from 'kysely';
import type { CountryCode } from 'libphonenumber-js/min';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { reachableContacts } from './access.js';
import type { Actor, Deps } from './deps.js';
import { mergedProblem } from './merged-problem.js';
import { fieldProblem, ProblemError } from './problem.js';

/** Whose default country completes a phone without a country code. */
export interface PhoneHome {
  /** ISO 3166-1 alpha-2. */
  readonly defaultCountry: string;
}

export interface ResolveContact {
  readonly actor: Actor;
  /** `ContactRef` of the contract. */
  readonly ref: string;
  readonly workspace: PhoneHome;
  /** Where the reference stood in the request. Default `contact`. */
  readonly field?: string;
}

/**
 * The id of the contact that a reference names, within the actor's reach.
 * @throws ProblemError `contact_not_found`, or `validation_failed` for a reference that can name nobody
 */
export async function resolveContact(
  deps: Deps,
  { actor, ref, workspace, field = 'contact' }: ResolveContact,
): Promise<string> {
  const found = (await resolveContacts(deps, { actor, refs: [ref], workspace })).get(ref) ?? UNKNOWN;
  switch (found.as) {
    case 'found':
      return found.id;
    case 'unknown':
      throw new ProblemError('contact_not_found', `There is no contact ${kindOf(ref)} within reach.`, {
        errors: [{ field, message: 'is no contact within reach' }],
      });
    default:
      throw noContact(found, field);
  }
}

/** Why a reference led to no contact, for one item among others; `field` is its path in the request. */
export function noContact(resolved: Resolved | undefined, field: string): ProblemError {
  switch (resolved?.as) {
    case 'merged':
      return mergedProblem(resolved.into, field);
    case 'malformed':
      return fieldProblem('validation_failed', field, 'names no contact', resolved.expected);
    default:
      return fieldProblem('contact_not_found', field, 'is no contact within reach');
  }
}

export type Resolved =
  | { readonly as: 'found'; readonly id: string }
  /** The id of a contact that is another one now. */
  | { readonly as: 'merged'; readonly into: string }
  | { readonly as: 'unknown' }
  | { readonly as: 'malformed'; readonly expected: string };

const UNKNOWN: Resolved = { as: 'unknown' };

/** The same for many references at once: one statement for each kind of reference among them. */
export async function resolveContacts(
  { db }: Deps,
  {
    actor,
    refs,
    workspace,
  }: { readonly actor: Actor; readonly refs: readonly string[]; readonly workspace: PhoneHome },
): Promise<Map<string, Resolved>> {
  const resolved = new Map<string, Resolved>();
  const wanted: Record<Key['kind'], Map<string, string[]>> = {
    id: new Map(),
    email: new Map(),
    phone: new Map(),
    external: new Map(),
  };
  for (const ref of new Set(refs)) {
    const key = readRef(ref, workspace);
    if ('expected' in key) {
      resolved.set(ref, { as: 'malformed', expected: key.expected });
      continue;
    }
    resolved.set(ref, UNKNOWN);
    const sameKey = wanted[key.kind].get(key.value) ?? [];
    wanted[key.kind].set(key.value, [...sameKey, ref]);
  }

  const reachable = () => db.selectFrom('contact').where(reachableContacts(actor));
  const keysOf = (kind: Key['kind']) => [...wanted[kind].keys()];
  // Of several contacts with one address, the one that was active last is meant.
  const lookups = {
    id: () =>
      reachable()
        .where('contact.id', '=', sql<string>`any(${keysOf('id')}::uuid[])`)
        .select(['contact.id', sql<string>`contact.id::text`.as('key')]),
    email: () =>
      reachable()
        .where(sql`lower(contact.email)`, '=', sql`any(${keysOf('email')}::text[])`)
        .select(['contact.id', sql<string>`lower(contact.email)`.as('key')])
        .orderBy('contact.last_activity_at')
        .orderBy('contact.id'),
    phone: () =>
      reachable()
        .where('contact.phone', '=', sql<string>`any(${keysOf('phone')}::text[])`)
        .select(['contact.id', sql<string>`contact.phone`.as('key')])
        .orderBy('contact.last_activity_at')
        .orderBy('contact.id'),
    external: () =>
      reachable()
        .innerJoin(
          // Its own id there, or one of its further ones.
          sql<{ id: string; key: string }>`(
            with wanted as materialized (
              select * from unnest(${keysOf('external').map(sourceOf)}::text[],
                ${keysOf('external').map(externalIdOf)}::text[]) as wanted(source, external_id)
            )
            select c.id, c.source || '/' || c.external_id as key from wanted join contact c
              on c.workspace_id = ${actor.workspaceId} and (c.source, c.external_id) = (wanted.source, wanted.external_id)
            union all
            select x.contact_id, x.source || '/' || x.external_id from wanted join contact_external_id x
              on x.workspace_id = ${actor.workspaceId} and (x.source, x.external_id) = (wanted.source, wanted.external_id)
          )`.as<'named'>(sql.id('named')),
          (join) => join.onRef('named.id', '=', 'contact.id'),
        )
        .select(['contact.id', 'named.key']),
  };
  for (const kind of ['id', 'email', 'phone', 'external'] as const) {
    if (wanted[kind].size === 0) continue;
    for (const { id, key } of await lookups[kind]().execute())
      for (const ref of wanted[kind].get(key) ?? []) resolved.set(ref, { as: 'found', id });
  }
  const lost = keysOf('id').filter((id) => wanted.id.get(id)?.some((ref) => resolved.get(ref) === UNKNOWN));
  if (lost.length > 0) {
    const rows = await reachable()
      .innerJoin('merged_contact as merged', (join) =>
        join
          .onRef('merged.workspace_id', '=', 'contact.workspace_id')
          .onRef('merged.into_id', '=', 'contact.id'),
      )
      .where('merged.id', '=', sql<string>`any(${lost}::uuid[])`)
      .select(['merged.id', 'contact.id as into'])
      .execute();
    for (const { id, into } of rows)
      for (const ref of wanted.id.get(id) ?? []) resolved.set(ref, { as: 'merged', into });
  }
  return resolved;
}

/** Where the contact of an old id went, within the actor's reach; null for any other reference. */
export async function whereMerged(
  deps: Deps,
  { actor, ref, workspace }: Omit<ResolveContact, 'field'>,
): Promise<string | null> {
  const found = (await resolveContacts(deps, { actor, refs: [ref], workspace })).get(ref);
  return found?.as === 'merged' ? found.into : null;
}

interface Key {
  readonly kind: 'id' | 'email' | 'phone' | 'external';
  readonly value: string;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function readRef(ref: string, { defaultCountry }: PhoneHome): Key | { expected: string } {
  const [, prefix = 'id', rest = ''] = /^(?:(id|email|phone|external):)?(.*)$/is.exec(ref) ?? [];
  const value = rest.trim();
  switch (prefix.toLowerCase()) {
    case 'email':
      return /.@./.test(value)
        ? { kind: 'email', value: value.toLowerCase() }
        : { expected: 'an e-mail address, e.g. email:ada@example.com' };
    case 'external':
      return /^[^/]+\/./s.test(value)
        ? { kind: 'external', value }
        : { expected: 'the source, a slash and the id there, e.g. external:shop/17' };
    case 'phone': {
      const phone = parsePhoneNumberFromString(value, defaultCountry as CountryCode);
      return phone?.isPossible()
        ? { kind: 'phone', value: phone.number }
        : { expected: 'a phone number with its country code, e.g. phone:+49 170 1234567' };
    }
    default:
      return UUID.test(value.toLowerCase())
        ? { kind: 'id', value: value.toLowerCase() }
        : { expected: 'a UUID, email:<address>, phone:<number> or external:<source>/<id>' };
  }
}

/** The source ends at the first slash; what follows may hold more of them. */
const sourceOf = (value: string) => value.slice(0, value.indexOf('/'));
const externalIdOf = (value: string) => value.slice(value.indexOf('/') + 1);

/** Says what was looked for without repeating an address, which would end up in logs. */
function kindOf(ref: string): string {
  const kind = /^(email|phone|external):/i.exec(ref)?.[1]?.toLowerCase();
  return kind === undefined || kind === 'external' ? 'with this id' : `with this ${kind}`;
}
