interface Named {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
}

/** What a contact is called on the screen; empty when nothing is known. */
export function personName({ firstName, lastName, email, phone }: Named): string {
  return [firstName, lastName].filter(Boolean).join(' ') || email || phone || '';
}

/** One or two letters for the avatar. Counts code points, so that no script is cut in half. */
export function initials({ firstName, lastName, email }: Named): string {
  const letters = [firstName, lastName].map((part) => [...(part ?? '').trim()][0] ?? '').join('');
  return (letters || ([...(email ?? '')][0] ?? '')).toUpperCase();
}

const HUES = 6;

/** A number from 0 to 5 that stays with the contact, for the tint of the avatar. */
export function hueOf({ id }: Pick<Named, 'id'>): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 997;
  return sum % HUES;
}
