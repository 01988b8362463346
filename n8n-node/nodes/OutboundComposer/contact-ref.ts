import { FieldFault } from './failures.js';

/** A resource locator's value, as n8n hands it over. */
export interface Located {
  readonly mode: string;
  readonly value: unknown;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const LONGEST = 400;

/** The gateway's name for the contact that the builder chose: an id, `email:…`, `phone:…` or `external:…`. */
export function contactRef({ mode, value }: Located): string {
  const text = String(value ?? '').trim();
  if (text === '')
    throw new FieldFault(
      'Contact',
      'is empty',
      'Choose a contact, or fill in an expression that has a value for this item.',
    );
  const ref = refOf(mode, text);
  if (ref.length > LONGEST)
    throw new FieldFault(
      'Contact',
      `is longer than ${LONGEST} characters`,
      'Check the expression in this field.',
    );
  return ref;
}

/** The contact's id, where the reference is one. */
export function contactIdIn(ref: string): string | null {
  return UUID.test(ref) ? ref : null;
}

function refOf(mode: string, text: string): string {
  switch (mode) {
    case 'email':
      if (!/^[^\s@]+@[^\s@]+$/.test(text))
        throw new FieldFault('Contact', 'is not an e-mail address', 'It must look like ada@example.com.');
      return `email:${text}`;
    case 'phone':
      if (!/^(?:\+|00)[\s\d()./-]*\d[\s\d()./-]*$/.test(text))
        throw new FieldFault(
          'Contact',
          'is not a phone number with a country code',
          'It must begin with + or 00, like +49 170 1234567.',
        );
      return `phone:${text}`;
    case 'external':
      if (!/^[^/]+\/.+$/.test(text))
        throw new FieldFault(
          'Contact',
          'is not an external ID',
          'It must be <source>/<ID>, like hubspot/4711.',
        );
      return `external:${text}`;
    default:
      if (!UUID.test(text))
        throw new FieldFault(
          'Contact',
          'is not a contact ID of the gateway',
          'Take contactId from Contact > Search, or switch this field to By Email, By Phone or By External ID.',
        );
      return text;
  }
}
