import type { SaveContact, SavedContact } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { audit } from '../store/audit.js';
import { lockOwnAddresses } from '../store/contact-addresses.js';
import type { Database } from '../store/database.js';
import {
  type ContactKeys,
  type ContactRow,
  lockKeys,
  lockMatching,
  type Matching,
} from '../store/find-matching.js';
import { mayAddContacts } from './access.js';
import { applyToContact } from './apply-to-contact.js';
import { contactValues } from './contact-values.js';
import type { Actor, Deps } from './deps.js';
import { namedAgentId } from './named-agent.js';
import { fieldProblem, ProblemError } from './problem.js';
import type { PhoneHome } from './resolve-contact.js';

export interface SaveContactInput {
  readonly actor: Actor;
  readonly request: z.output<typeof SaveContact>;
  readonly workspace: PhoneHome;
}

/**
 * Creates a contact, or changes the one that the request's external id, e-mail or phone names. Two who save the
 * same person at once make one contact.
 *
 * @throws ProblemError `validation_failed`, `forbidden`, `contact_ambiguous`, `agent_not_found`
 */
export async function saveContact(
  deps: Deps,
  { actor, request, workspace }: SaveContactInput,
): Promise<{ readonly outcome: SavedContact['outcome']; readonly contactId: string }> {
  if (!mayAddContacts(actor)) {
    throw new ProblemError(
      'forbidden',
      'An agent who is restricted to own contacts cannot add any; expected the role agent, manager or owner.',
    );
  }
  const values = contactValues(request, workspace.defaultCountry);
  const keys: ContactKeys = {
    external: request.external ?? null,
    email: values.email ?? null,
    phone: values.phone ?? null,
  };
  if (!keys.external && keys.email === null && keys.phone === null) {
    throw fieldProblem(
      'validation_failed',
      'external, email, phone',
      'are all missing',
      'at least one of them, to tell the contact apart',
    );
  }
  const { workspaceId } = actor;
  return deps.db.transaction().execute(async (tx) => {
    await lockKeys(tx, workspaceId, keys);
    const addresses = await lockOwnAddresses(tx, workspaceId, values);
    const owner =
      request.owner === undefined ? undefined : await namedAgentId(tx, actor, request.owner, 'owner');
    const match = theOne(await lockMatching(tx, workspaceId, keys));
    const before = match ?? (await insertContact(tx, actor, new Date(deps.clock())));
    const changed = await applyToContact(tx, deps, before, {
      actor,
      values,
      owner,
      addTags: request.addTags,
      removeTags: request.removeTags,
      customFields: request.customFields,
      external: keys.external,
      addresses,
      isNew: !match,
    });
    return { outcome: !match ? 'created' : changed ? 'updated' : 'unchanged', contactId: before.id };
  });
}

function theOne(matching: readonly Matching[]): ContactRow | null {
  if (matching.length <= 1) return matching[0]?.row ?? null;
  const fields = [...new Set(matching.flatMap(({ by }) => by))];
  throw new ProblemError(
    'contact_ambiguous',
    `${matching.length} contacts fit: ${fields.join(' and ')} of the request belong to different ones.`,
    {
      errors: fields.map((field) => ({
        field,
        message: 'belongs to a contact that the rest of the request does not name alone',
        expected: 'values of one contact',
      })),
      extra: { contacts: matching.map(({ row, by }) => ({ id: row.id, matchedBy: by })) },
    },
  );
}

/** An empty contact with a closed conversation, as an import makes them; what is known of it comes right after. */
async function insertContact(tx: Transaction<Database>, actor: Actor, at: Date): Promise<ContactRow> {
  const { workspaceId } = actor;
  const row = await tx
    .insertInto('contact')
    .values({ workspace_id: workspaceId, id: uuid(), created_at: at, last_activity_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();
  const conversation = await tx
    .insertInto('conversation')
    .values({
      workspace_id: workspaceId,
      id: uuid(),
      contact_id: row.id,
      status: 'closed',
      last_activity_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, {
    workspaceId,
    at,
    by: actor,
    action: 'contact_created',
    contactId: row.id,
    conversationId: conversation.id,
  });
  return row;
}
