import { providerError } from '@outbound-composer/core/provider-errors';
import { type ErrorRow, REFUSED } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';

export const NO_ENCRYPTION: ErrorRow = {
  outcome: 'rejected',
  reason: 'account_restricted',
  message: 'The mail server offers no encryption.',
  remedy: 'Ask its operator, or allow it with tls in the settings of this account.',
  retriable: false,
  source: 'https://www.rfc-editor.org/rfc/rfc3207#section-4',
};

/** The row for a server's reply. A reply always says that the mail was not taken. */
export function smtpError(reply: number, text: string): { row: ErrorRow; code: string } {
  const plain = String(reply);
  const enhanced = enhancedCode(text);
  const code = enhanced ?? plain;
  // The reply decides whether it is final; an enhanced code of another class contradicts it.
  const agrees = code.charAt(0) === plain.charAt(0);
  return { row: rowOf(agrees ? code : plain, plain, plain.charAt(0)), code };
}

/** The row for a bounce, which has an enhanced status code only and is final whatever its class. */
export function bounceError(status: string): ErrorRow {
  return rowOf(status.replace(/^\d/, '5'), '5');
}

/** The row of the first code that core's table has. */
function rowOf(...codes: readonly string[]): ErrorRow {
  const known = codes.find((code) => providerError('smtp', { code })?.code === code);
  return (known === undefined ? null : sharedRow('smtp', { code: known })) ?? REFUSED;
}

/** `5.1.1` of `550 5.1.1 No such user`. https://www.rfc-editor.org/rfc/rfc2034 */
function enhancedCode(text: string): string | null {
  return /(?:^|\s)(?:\d{3}[ -])?([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(text)?.[1] ?? null;
}
