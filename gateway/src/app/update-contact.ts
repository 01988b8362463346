import type { UpdateContact } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import { lockOwnAddresses } from '../store/contact-addresses.js';
import { reachableContacts } from './access.js';
import { applyToContact } from './apply-to-contact.js';
import { contactValues } from './contact-values.js';
import type { Actor, Deps } from './deps.js';
import { namedAgentId } from './named-agent.js';
import { ProblemError } from './problem.js';
import type { PhoneHome } from './resolve-contact.js';

export interface UpdateContactInput {
  readonly actor: Actor;
  readonly contactId: string;
  readonly request: z.output<typeof UpdateContact>;
  readonly workspace: PhoneHome;
}

/**
 * Changes a contact; what is not named stays. A new e-mail address or phone adds an address, and the old one stays,
 * because its history and window belong to it.
 *
 * @throws ProblemError `contact_not_found`, `validation_failed`, `agent_not_found`
 */
export async function updateContact(
  deps: Deps,
  { actor, contactId, request, workspace }: UpdateContactInput,
): Promise<{ readonly outcome: 'updated' | 'unchanged' }> {
  return deps.db.transaction().execute(async (tx) => {
    const reachable = tx
      .selectFrom('contact')
      .where(reachableContacts(actor))
      .where('contact.id', '=', contactId);
    const known = await reachable.select('contact.country').executeTakeFirst();
    const values = contactValues(request, known?.country ?? workspace.defaultCountry);
    const addresses = await lockOwnAddresses(tx, actor.workspaceId, values);
    const before = await reachable.selectAll('contact').forNoKeyUpdate().executeTakeFirst();
    if (!before)
      throw new ProblemError('contact_not_found', 'There is no contact with this id within reach.');
    const changed = await applyToContact(tx, deps, before, {
      actor,
      values,
      owner: request.owner === undefined ? undefined : await namedAgentId(tx, actor, request.owner, 'owner'),
      addTags: request.addTags,
      removeTags: request.removeTags,
      customFields: request.customFields,
      addresses,
    });
    return { outcome: changed ? 'updated' : 'unchanged' };
  });
}
