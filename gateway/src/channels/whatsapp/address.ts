import { z } from 'zod';

/** Who wrote or called. */
export const Party = z.object({
  /** Phone number; missing where the customer shows a user name instead. */
  from: z.string().min(1).optional(),
  /** Names the customer to this business whether or not the number is shown. */
  from_user_id: z.string().min(1).optional(),
});

/** The number as long as it is shown, with the id that stays when it no longer is. */
export function addressOf(party: z.output<typeof Party>): { from: string; alias?: string } | null {
  const { from, from_user_id: userId } = party;
  if (from === undefined) return userId === undefined ? null : { from: userId };
  return { from: phone(from), ...(userId === undefined ? {} : { alias: userId }) };
}

/** Meta writes numbers without the plus that makes them E.164. */
export function phone(waId: string): string {
  return /^\d+$/.test(waId) ? `+${waId}` : waId;
}
