import type { Decision, PolicyPreset } from '@outbound-composer/core';
import type { Transaction } from 'kysely';
import type { Database } from '../store/database.js';
import { monthOf, type Reach } from '../store/facts.js';
import type { MessageRow } from '../store/messages.js';
import { countsRecipient, isCountedRecipient, lockRecipients } from '../store/recipients.js';
import { countedKinds, lockMonthly, withoutOwn } from '../store/reservation.js';
import { type Asked, decideFor } from './choose-channel.js';
import type { ChosenForm } from './form-for.js';

export interface Refused {
  readonly refused: { readonly decision: Decision; readonly alternatives: Decision[] };
}

export interface Chosen {
  readonly reach: Reach;
  readonly decision: Decision;
  readonly chosen: ChosenForm;
}

/** A choice that holds until the transaction ends: the counters behind it are locked. */
export type Counted = Chosen & {
  /** Monthly counters that the message raises. */
  readonly kinds: readonly string[];
  /** Whether the contact is one more of the people who count. */
  readonly businessInitiated: boolean;
  /** All identities that were chosen among, with what the locked counters say. */
  readonly reaches: readonly Reach[];
};

/**
 * Decides, locks the counters of the account that was chosen, and decides again with what they say then: an account
 * without counters never waits, and one with counters is never overrun.
 *
 * @param choose The decision itself; asked again with fresh counts until nothing that it turns on is unlocked.
 * @param held Counters that the message has already raised, so that nobody can take its place there.
 */
export async function decideCounted(
  tx: Transaction<Database>,
  { workspaceId, reaches, at, preset, held = [], isRecipient = false }: CountedQuestion,
  choose: (reaches: readonly Reach[]) => Chosen | Refused,
): Promise<Counted | Refused> {
  const locked = new Set<string>();
  let known = reaches;
  for (;;) {
    const choice = choose(known);
    if ('refused' in choice) return choice;
    const { reach, decision } = choice;
    const businessInitiated = countsRecipient(preset, reach, decision);
    const kinds = countedKinds(reach, choice.chosen.form);
    const key = (kind: string) => `${reach.account.id} ${kind}`;
    const unlocked = kinds.filter((kind) => !held.includes(kind) && !locked.has(key(kind)));
    const place = `${reach.identityId} recipient`;
    const needsPlace = businessInitiated && !isRecipient && !locked.has(place);
    if (unlocked.length === 0 && !needsPlace) return { ...choice, kinds, businessInitiated, reaches: known };
    // All kinds, so that two messages of one account lock them in the same order.
    let counted = await lockMonthly(tx, workspaceId, reach, kinds, at);
    if (needsPlace) {
      counted = await lockRecipients(tx, workspaceId, counted, at);
      locked.add(place);
    }
    known = known.map((one) => (one.identityId === reach.identityId ? counted : one));
    for (const kind of kinds) locked.add(key(kind));
  }
}

interface CountedQuestion {
  readonly workspaceId: string;
  readonly reaches: readonly Reach[];
  readonly at: number;
  readonly preset: PolicyPreset;
  readonly held?: readonly string[];
  /** The contact counts already because of this message. */
  readonly isRecipient?: boolean;
}

/** The same for a message that is already here, on the identity that it was written for; it does not see itself. */
export function decideMessageCounted(
  tx: Transaction<Database>,
  message: MessageRow,
  reach: Reach,
  asked: Pick<Asked, 'at' | 'sender' | 'purpose' | 'preset'>,
  formFor: (decision: Decision) => ChosenForm | null,
): Promise<Counted | Refused> {
  const { at, preset } = asked;
  const held = message.reserved?.month === monthOf(at) ? message.reserved.kinds : [];
  const isRecipient = isCountedRecipient(message, at);
  const question = { workspaceId: message.workspace_id, reaches: [reach], at, preset, held, isRecipient };
  return decideCounted(tx, question, ([known = reach]) => {
    const decision = decideFor(withoutOwn(known, message, at), asked);
    const chosen = formFor(decision);
    return chosen ? { reach: known, decision, chosen } : { refused: { decision, alternatives: [] } };
  });
}
