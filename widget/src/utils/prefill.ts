import type { Contact, TemplateOut } from '@outbound-composer/core/contract';

/** Values of a template's variables that the contact's own data gives, by the names people use for them. */
export function prefill(template: TemplateOut, contact: Contact | null): Record<string, string> {
  if (!contact) return {};
  const { firstName, lastName, email, phone } = contact;
  const known: Record<string, string | null> = {
    firstname: firstName,
    lastname: lastName,
    name: [firstName, lastName].filter(Boolean).join(' ') || null,
    email,
    phone,
  };
  const aliases: Record<string, string> = {
    vorname: 'firstname',
    nachname: 'lastname',
    surname: 'lastname',
    fullname: 'name',
    customername: 'name',
    mail: 'email',
    phonenumber: 'phone',
  };
  const filled: Record<string, string> = {};
  for (const variable of template.variables) {
    const plain = variable.toLowerCase().replace(/[^a-z]/g, '');
    const value = known[aliases[plain] ?? plain] ?? customField(contact, variable);
    if (value) filled[variable] = value;
  }
  return filled;
}

/** What an agent may want to put into a variable of this contact's message. */
export function suggestions(contact: Contact | null): string[] {
  if (!contact) return [];
  const { firstName, lastName, email, phone } = contact;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return [...new Set([firstName, name, lastName, email, phone])].filter((value) => !!value) as string[];
}

function customField(contact: Contact, name: string): string | null {
  const value = contact.customFields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
