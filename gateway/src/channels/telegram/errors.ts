import { type ErrorRow, rowForStatus } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';

/** What an error of the Bot API means, by its status and its words. */
export function telegramError(status: number, description: string): ErrorRow {
  return sharedRow('telegram', { code: status, text: description }) ?? rowForStatus(status);
}
