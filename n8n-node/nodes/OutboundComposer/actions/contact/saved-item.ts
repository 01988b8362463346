import type { SavedContact } from '@outbound-composer/core/contract';

/** What was saved, as an item: the contact, and whether it is new. */
export function savedItem({ outcome, contact: { id: contactId, ...contact } }: SavedContact) {
  return { contactId, outcome, ...contact };
}
