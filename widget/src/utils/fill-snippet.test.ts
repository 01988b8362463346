import type { Contact, Me } from '@outbound-composer/core/contract';
import { describe, expect, it } from 'vitest';
import { fillSnippet, openVariable } from './fill-snippet.js';

const contact = {
  firstName: 'Ada',
  lastName: null,
  email: 'ada@example.com',
  phone: null,
  customFields: { order: 4821, first_name: 'not this one', nested: {} },
} as unknown as Contact;
const me = { actor: { kind: 'agent', agent: { name: 'Mina' } } } as Me;
const fill = (text: string) => fillSnippet({ title: '', text }, contact, me);

describe('a snippet', () => {
  it('is filled from contact, custom fields and agent', () => {
    expect(fill('Hi {{contact.first_name}}, order {{contact.order}}. {{agent.name}}')).toBe(
      'Hi Ada, order 4821. Mina',
    );
  });

  it('falls back where nothing is known', () => {
    expect(fill('Dear {{contact.last_name | "customer"}}')).toBe('Dear customer');
  });

  it('leaves in sight what has neither value nor fallback', () => {
    expect(openVariable(fill('Call {{contact.phone}} or {{contact.nested}}'))).toBe('{{contact.phone}}');
    expect(openVariable(fill('Nothing {open} here }}'))).toBeNull();
  });
});
