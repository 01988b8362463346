import type { Audit, AuditQuery } from '../contract/audit.js';
import type { Contact, ContactListItem } from '../contract/contact.js';
import type { Duplicates, MergeContact } from '../contract/merge.js';
import type { SaveContact, SavedContact, UpdateContact } from '../contract/save-contact.js';
import { type Call, type CallOptions, queryString } from './call.js';

/** What changes contacts, groups them, and says who did what. */
export interface ContactMethods {
  /** Creates the contact, or changes the one with this external id, e-mail or phone. */
  saveContact(contact: SaveContact, options?: CallOptions): Promise<SavedContact>;
  /** `contact`: an id, `email:…`, `phone:…` or `external:source/id`. What is left out stays; null clears. */
  updateContact(contact: string, change: UpdateContact, options?: CallOptions): Promise<SavedContact>;
  /** Other contacts with the same phone or e-mail address. */
  listDuplicates(contact: string, options?: CallOptions): Promise<Duplicates>;
  /** Merges a contact into the one that stays, and returns that one. */
  mergeContact(contact: string, request: MergeContact, options?: CallOptions): Promise<Contact>;
  listSegments(options?: CallOptions): Promise<{ items: { key: string; name: string }[] }>;
  /** The contacts of a segment, up to 100 a page. */
  listSegmentContacts(
    key: string,
    query?: { cursor?: string; limit?: number },
    options?: CallOptions,
  ): Promise<{ items: ContactListItem[]; nextCursor: string | null }>;
  /** What a closing note may be filed under; empty: any text. */
  listClosingCategories(
    options?: CallOptions,
  ): Promise<{ items: string[]; required: boolean; survey?: boolean }>;
  /** Who changed what, newest first; for owners and managers. */
  listAudit(
    query?: AuditQuery,
    options?: CallOptions,
  ): Promise<{ items: Audit[]; nextCursor: string | null }>;
}

export function contactMethods(call: Call): ContactMethods {
  return {
    saveContact: (contact, options) => call('POST', '/v1/contacts', { body: contact, ...options }),
    updateContact: (contact, change, options) =>
      call('PATCH', `/v1/contacts/${encodeURIComponent(contact)}`, { body: change, ...options }),
    listDuplicates: (contact, options) =>
      call('GET', `/v1/contacts/${encodeURIComponent(contact)}/duplicates`, options),
    mergeContact: (contact, request, options) =>
      call('POST', `/v1/contacts/${encodeURIComponent(contact)}/merge`, { body: request, ...options }),
    listSegments: (options) => call('GET', '/v1/segments', options),
    listSegmentContacts: (key, query, options) =>
      call('GET', `/v1/segments/${encodeURIComponent(key)}/contacts${queryString(query)}`, options),
    listClosingCategories: (options) => call('GET', '/v1/closing-categories', options),
    listAudit: (query, options) => call('GET', `/v1/audit${queryString(query)}`, options),
  };
}
