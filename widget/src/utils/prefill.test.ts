import type { Contact, TemplateOut } from '@outbound-composer/core/contract';
import { describe, expect, it } from 'vitest';
import { prefill, suggestions } from './prefill.js';

const contact = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  phone: null,
  customFields: { order: 4821, note: { nested: true } },
} as unknown as Contact;

const template = (...variables: string[]) => ({ variables }) as TemplateOut;

describe('a template’s variables', () => {
  it('are filled from the contact by the names people give them', () => {
    expect(
      prefill(template('first_name', 'LastName', 'Vorname', 'customer_name', 'E-Mail'), contact),
    ).toEqual({
      first_name: 'Ada',
      LastName: 'Lovelace',
      Vorname: 'Ada',
      customer_name: 'Ada Lovelace',
      'E-Mail': 'ada@example.com',
    });
  });

  it('are filled from custom fields that are text or numbers', () => {
    expect(prefill(template('order', 'note'), contact)).toEqual({ order: '4821' });
  });

  it('stay empty where nothing is known, and where a number says nothing', () => {
    expect(prefill(template('phone', '1', 'constructor'), contact)).toEqual({});
    expect(prefill(template('first_name'), null)).toEqual({});
  });

  it('can be chosen from what is known, each once', () => {
    expect(suggestions({ ...contact, lastName: null })).toEqual(['Ada', 'ada@example.com']);
  });
});
