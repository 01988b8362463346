import type { Duplicates } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { reachableContacts } from './access.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';
import type { Folder } from './search/fold.js';
import { itemsOf } from './search-contacts.js';

const MOST = 100;

/**
 * Other contacts within reach with the same phone or e-mail address, the one that was active last first.
 * @throws ProblemError `contact_not_found`
 */
export async function findDuplicates(
  deps: Deps,
  {
    actor,
    contactId,
    folder,
  }: { readonly actor: Actor; readonly contactId: string; readonly folder: Folder },
): Promise<Duplicates> {
  const within = deps.db.selectFrom('contact').where(reachableContacts(actor));
  const contact = await within
    .where('contact.id', '=', contactId)
    .select(['phone', 'email'])
    .executeTakeFirst();
  if (!contact) throw new ProblemError('contact_not_found', 'There is no contact with this id within reach.');
  const email = contact.email?.toLowerCase() ?? null;
  const { phone } = contact;
  const rows = await within
    .where('contact.id', '!=', contactId)
    .where((eb) =>
      eb.or([
        ...(phone === null ? [] : [eb('contact.phone', '=', phone)]),
        ...(email === null ? [] : [eb(sql`lower(contact.email)`, '=', email)]),
      ]),
    )
    .select(['contact.id', 'contact.phone', 'contact.email'])
    .orderBy('contact.last_activity_at', 'desc')
    .orderBy('contact.id', 'desc')
    .limit(MOST)
    .execute();
  const items = await itemsOf(
    deps,
    { actor, folder },
    [],
    rows.map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    items: items.map((item) => {
      const row = byId.get(item.id);
      return {
        contact: item,
        sharedBy: [
          ...(phone !== null && row?.phone === phone ? (['phone'] as const) : []),
          ...(email !== null && row?.email?.toLowerCase() === email ? (['email'] as const) : []),
        ],
      };
    }),
  };
}
