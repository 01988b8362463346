import { z } from 'zod';
import { Contact } from './contact.js';
import { Duplicates, MergeContact } from './merge.js';
import { ContactRef } from './primitives.js';
import { SaveContact, SavedContact, UpdateContact } from './save-contact.js';

const byContact = z.object({ contact: ContactRef });

/** Routes that change contacts; part of `ROUTES`. */
export const CONTACT_ROUTES = {
  saveContact: {
    method: 'POST',
    path: '/v1/contacts',
    summary: 'Create a contact, or update the one with this external id, e-mail or phone',
    body: SaveContact,
    response: { 200: SavedContact, 201: SavedContact },
  },
  updateContact: {
    method: 'PATCH',
    path: '/v1/contacts/:contact',
    summary: 'Change a contact: names, addresses, tags, custom fields, owner',
    params: byContact,
    body: UpdateContact,
    response: { 200: SavedContact },
  },
  listDuplicates: {
    method: 'GET',
    path: '/v1/contacts/:contact/duplicates',
    summary: 'Other contacts with the same phone or e-mail address',
    params: byContact,
    response: { 200: Duplicates },
  },
  mergeContact: {
    method: 'POST',
    path: '/v1/contacts/:contact/merge',
    summary: 'Merge this contact into another one; its id points there from then on',
    params: byContact,
    body: MergeContact,
    response: { 200: Contact },
  },
} as const;
