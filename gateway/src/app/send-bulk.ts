import { BulkItem } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import type { Actor, Deps } from './deps.js';
import { noContact, type PhoneHome, resolveContacts } from './resolve-contact.js';
import { type SendMessageResult, sendMessage } from './send-message.js';

/** Transactions at a time: the pool has ten connections, and others send too. */
const AT_ONCE = 6;

export interface SendBulk {
  readonly actor: Actor;
  /** Not checked yet: an item that does not fit its schema is that item's problem. */
  readonly items: readonly unknown[];
  readonly workspace: PhoneHome;
}

export type BulkAnswer = { readonly result: SendMessageResult } | { readonly error: unknown };

type Item = z.output<typeof BulkItem>;

/**
 * Sends many messages, each as if it came alone: an item that is refused or does not fit says so in its answer and
 * keeps no other back. The answers come in the order of the items, and so do the messages of one contact.
 */
export async function sendBulk(deps: Deps, { actor, items, workspace }: SendBulk): Promise<BulkAnswer[]> {
  const answers = new Array<BulkAnswer>(items.length);
  const valid: { readonly index: number; readonly item: Item }[] = [];
  for (const [index, given] of items.entries()) {
    const parsed = BulkItem.safeParse(given);
    if (parsed.success) valid.push({ index, item: parsed.data });
    else answers[index] = { error: parsed.error };
  }
  const resolved = await resolveContacts(deps, {
    actor,
    refs: valid.map(({ item }) => item.contact),
    workspace,
  });

  const byContact = new Map<string, { readonly index: number; readonly item: Item }[]>();
  for (const one of valid) {
    const contact = resolved.get(one.item.contact);
    if (contact?.as !== 'found') answers[one.index] = { error: noContact(contact, 'contact') };
    else byContact.set(contact.id, [...(byContact.get(contact.id) ?? []), one]);
  }
  await inParallel(AT_ONCE, byContact, async ([contactId, ones]) => {
    for (const { index, item } of ones) {
      const { idempotencyKey, ...request } = item;
      answers[index] = await sendMessage(deps, { actor, idempotencyKey, contactId, request }).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
    }
  });
  return answers;
}

/** Some tasks at a time, until all are done. */
async function inParallel<T>(
  most: number,
  tasks: Iterable<T>,
  run: (task: T) => Promise<void>,
): Promise<void> {
  // All of them take from the same iterator.
  const waiting = tasks[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await run(next.value);
  };
  await Promise.all(Array.from({ length: most }, worker));
}
