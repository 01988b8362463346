import { alternatives } from '@outbound-composer/core';
import type { Checked, CheckItem, FrequencyCapState } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import { loadReach, monthOf, outboundRequest, type Reach } from '../store/facts.js';
import { channelNamed } from './channel-named.js';
import type { Actor, Deps } from './deps.js';
import { capStates } from './frequency-cap.js';
import { fieldProblem, ProblemError } from './problem.js';
import { noContact, type PhoneHome, type Resolved, resolveContacts } from './resolve-contact.js';
import { rulesOf } from './sending-rules.js';
import { decisionOut, type Language } from './wire.js';

type Item = z.output<typeof CheckItem>;

export interface CheckEligibilityInput {
  readonly actor: Actor;
  readonly items: readonly Item[];
  readonly language: Language;
  readonly workspace: PhoneHome;
}

export type CheckedItem = { readonly result: Checked } | { readonly problem: ProblemError };

/**
 * Whether these contacts may be written to, one answer an item in the order asked. An item that cannot be
 * checked says why; the others still are. The number of SQL statements does not grow with the items.
 */
export async function checkEligibility(
  deps: Deps,
  { actor, items, language, workspace }: CheckEligibilityInput,
): Promise<CheckedItem[]> {
  const now = deps.clock();
  const preset = deps.presetFor(actor.workspaceId);
  const resolved = await resolveContacts(deps, {
    actor,
    refs: items.map(({ contact }) => contact),
    workspace,
  });
  const contactIds = [...resolved.values()].flatMap((one) => (one.as === 'found' ? [one.id] : []));
  const reachOf = byContact(await loadReach(deps.db, actor.workspaceId, [...new Set(contactIds)], now));
  const caps = await capsOf();
  return items.map((item, index) => {
    try {
      return { result: withCap(check(item, index), caps.get(index)) };
    } catch (problem) {
      if (problem instanceof ProblemError) return { problem };
      throw problem;
    }
  });

  /** The state of the workspace's cap, for the items that it is about. */
  async function capsOf(): Promise<Map<number, FrequencyCapState>> {
    const cap = rulesOf(deps).frequencyCap;
    if (cap === null) return new Map();
    const questions = items.flatMap(({ contact, purpose, at }, index) => {
      const found = resolved.get(contact);
      if (found?.as !== 'found' || !cap.purposes.includes(purpose)) return [];
      return [{ index, contactId: found.id, at: at === undefined ? now : Date.parse(at) }];
    });
    const states = await capStates(deps.db, { workspaceId: actor.workspaceId, cap, questions });
    return new Map(states.map((state, position) => [questions[position]!.index, state]));
  }

  function check(item: Item, index: number): Checked {
    const contactId = contactOf(resolved.get(item.contact), index);
    const reach = onChannel(reachOf.get(contactId) ?? [], item.channel, index);
    const at = item.at === undefined ? now : Date.parse(item.at);
    const sender = item.sender ?? (actor.kind === 'agent' ? 'human' : 'automation');
    const requests = reach.map((one) =>
      outboundRequest(atMonth(one, at, now), { at, sender, purpose: item.purpose }),
    );
    const ranked = alternatives(requests, preset);
    return {
      contactId,
      eligible: ranked.some(({ decision }) => decision.verdict !== 'blocked'),
      decisions: ranked.map(({ index: which, decision }) => ({
        identityId: reach[which]!.identityId,
        channelAccountId: reach[which]!.account.id,
        decision: decisionOut(decision, language),
      })),
    };
  }
}

const withCap = (checked: Checked, frequencyCap: FrequencyCapState | undefined): Checked =>
  frequencyCap === undefined
    ? checked
    : { ...checked, eligible: checked.eligible && !frequencyCap.capped, frequencyCap };

function byContact(reach: readonly Reach[]): Map<string, Reach[]> {
  const grouped = new Map<string, Reach[]>();
  for (const one of reach) grouped.set(one.contactId, [...(grouped.get(one.contactId) ?? []), one]);
  return grouped;
}

function contactOf(resolved: Resolved | undefined, index: number): string {
  const field = `items.${index}.contact`;
  if (resolved?.as === 'found') return resolved.id;
  throw noContact(resolved, field);
}

function onChannel(reach: readonly Reach[], name: string | undefined, index: number): readonly Reach[] {
  const field = `items.${index}.channel`;
  const channel = channelNamed(name, field);
  if (channel === undefined) return reach;
  const there = reach.filter((one) => one.channel === channel);
  if (there.length > 0) return there;
  const channels = [...new Set(reach.map((one) => one.channel))];
  const expected = channels.length > 0 ? `one of: ${channels.join(', ')}` : 'the contact has no channel';
  throw fieldProblem('channel_not_available', field, 'is no channel of this contact', expected);
}

/** Counts of this month say nothing about another one. */
function atMonth(reach: Reach, at: number, now: number): Reach {
  return monthOf(at) === monthOf(now) ? reach : { ...reach, monthly: {} };
}
