import type { ErrorRow } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';

/** What an error of the Cloud API means, from the answer or from a status webhook; null: nobody knows. */
export function whatsAppError({ code }: { readonly code: number }): ErrorRow | null {
  return sharedRow('whatsapp', { code });
}
