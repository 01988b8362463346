import type { PDU } from 'smpp';

/** The text of a message, wherever it stands; what the library cannot decode is read byte by byte. */
export function textOf({ short_message, message_payload }: PDU): string {
  const { message = '' } = message_payload ?? short_message ?? {};
  return typeof message === 'string' ? message : message.toString('latin1');
}
