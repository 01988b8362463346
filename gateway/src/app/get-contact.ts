import { alternatives, type Purpose, toEpoch } from '@outbound-composer/core';
import type { Contact, ContactChannel, PolicyFacts } from '@outbound-composer/core/contract';
import { findConversation } from '../store/conversations.js';
import { accountFacts, consentOf, loadReach, outboundRequest, type Reach } from '../store/facts.js';
import { isoOrNull } from '../store/instants.js';
import { reachableContacts } from './access.js';
import type { Actor, Deps } from './deps.js';
import { ProblemError } from './problem.js';
import { vipOf } from './vip.js';
import { decisionOut, type Language } from './wire.js';
import { workspaceRulesOf } from './workspace-rules.js';

export interface GetContact {
  readonly actor: Actor;
  readonly contactId: string;
  /** What the verdicts are for. */
  readonly purpose: Purpose;
  readonly language: Language;
}

/**
 * A contact with its conversation, and what each of its channels permits now, the best one first.
 * @throws ProblemError `contact_not_found`, also when it is out of the actor's reach
 */
export async function getContact(
  deps: Deps,
  { actor, contactId, purpose, language }: GetContact,
): Promise<Contact> {
  const { db, clock, presetFor } = deps;
  const { workspaceId } = actor;
  const row = await db
    .selectFrom('contact')
    .leftJoin('agent as owner', (join) =>
      join
        .onRef('owner.workspace_id', '=', 'contact.workspace_id')
        .onRef('owner.id', '=', 'contact.owner_id'),
    )
    .where(reachableContacts(actor))
    .where('contact.id', '=', contactId)
    .selectAll('contact')
    .select('owner.name as owner_name')
    .executeTakeFirst();
  if (!row) throw new ProblemError('contact_not_found', 'There is no contact with this id within reach.');

  const at = clock();
  const conversation = await findConversation(db, workspaceId, { contactId });
  const reach = await loadReach(db, workspaceId, [contactId], at);
  const sender = actor.kind === 'agent' ? 'human' : 'automation';
  const requests = reach.map((one) => outboundRequest(one, { at, sender, purpose }));
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    phone: row.phone,
    country: row.country,
    language: row.language,
    tags: row.tags,
    vip: vipOf(row, workspaceRulesOf(deps)),
    timeZone: row.time_zone,
    lifecycle: row.lifecycle,
    customFields: row.custom_fields,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    source: row.source,
    externalId: row.external_id,
    createdAt: row.created_at.toISOString(),
    conversation: conversation ?? null,
    channels: alternatives(requests, presetFor(workspaceId)).map(({ index, decision }) => ({
      ...channelOut(reach[index]!),
      decision: decisionOut(decision, language),
    })),
  };
}

function channelOut(reach: Reach): Omit<ContactChannel, 'decision'> {
  return {
    identityId: reach.identityId,
    channel: reach.channel,
    channelAccountId: reach.account.id,
    channelAccountName: reach.account.name,
    address: reach.address,
    facts: policyFacts(reach),
  };
}

/** What a client needs to decide again by itself while a countdown runs. */
function policyFacts(reach: Reach): PolicyFacts {
  const { createdAt, ...account } = accountFacts(reach);
  return {
    window: {
      lastInboundAt: isoOrNull(reach.lastInboundAt),
      opener: reach.opener,
      outboundSinceInbound: reach.outboundSinceInbound,
      ...(reach.freeEntryPointUntil && { freeEntryPointUntil: reach.freeEntryPointUntil.toISOString() }),
      ...(reach.marketingRefusedAt && { marketingRefusedAt: reach.marketingRefusedAt.toISOString() }),
    },
    account: {
      ...account,
      ...(createdAt == null ? {} : { createdAt: new Date(toEpoch(createdAt)).toISOString() }),
    },
    consent: consentOf(reach),
    recipient: {
      ...(reach.timeZone === null ? {} : { timeZone: reach.timeZone }),
      ...(reach.country === null ? {} : { country: reach.country }),
    },
  };
}
