import type { SaveContact, SavedContact, UpdateContact } from '../contract/save-contact.js';
import type { Call, CallOptions } from './call.js';

/** What changes contacts. */
export interface ContactMethods {
  /** Creates the contact, or changes the one with this external id, e-mail or phone. */
  saveContact(contact: SaveContact, options?: CallOptions): Promise<SavedContact>;
  /** `contact`: an id, `email:…`, `phone:…` or `external:source/id`. What is left out stays; null clears. */
  updateContact(contact: string, change: UpdateContact, options?: CallOptions): Promise<SavedContact>;
}

export function contactMethods(call: Call): ContactMethods {
  return {
    saveContact: (contact, options) => call('POST', '/v1/contacts', { body: contact, ...options }),
    updateContact: (contact, change, options) =>
      call('PATCH', `/v1/contacts/${encodeURIComponent(contact)}`, { body: change, ...options }),
  };
}
