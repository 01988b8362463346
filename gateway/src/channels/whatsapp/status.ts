import { z } from 'zod';
import type { ChannelEvent } from '../adapter.js';
import { failureFrom, REFUSED } from '../error-table.js';
import { seconds } from '../meta/seconds.js';
import { phone } from './address.js';
import { whatsAppError } from './errors.js';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export const Status = z.object({
  id: z.string().min(1),
  status: z.string(),
  timestamp: seconds,
  recipient_id: z.string().min(1).optional(),
  recipient_user_id: z.string().min(1).optional(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.int() })).optional(),
  conversation: z
    .object({
      expiration_timestamp: seconds.optional(),
      origin: z.object({ type: z.string() }).optional(),
    })
    .optional(),
  pricing: z
    .object({
      billable: z.boolean().optional(),
      category: z.string().optional(),
      type: z.string().optional(),
    })
    .optional(),
});
type Status = z.output<typeof Status>;

export function statusEvents(status: Status): ChannelEvent[] {
  const { id: providerId, timestamp: at } = status;
  const common = {
    type: 'status' as const,
    providerId,
    messageId: status.biz_opaque_callback_data ?? null,
    at,
    ...priceOf(status),
    ...freeEntryPointOf(status),
  };
  switch (status.status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return [{ ...common, status: status.status, failure: null }];
    case 'failed': {
      const code = status.errors?.[0]?.code;
      const row = (code === undefined ? null : whatsAppError({ code })) ?? REFUSED;
      // Even an error that asks for a retry means here that Meta took the message and gave it up.
      const failure = failureFrom(row, code === undefined ? null : String(code));
      const failed: ChannelEvent = { ...common, status: 'failed', failure };
      const from = contactOf(status);
      if (row.consent === undefined || from === undefined) return [failed];
      return [failed, { type: 'consent', from, change: row.consent, at }];
    }
    default:
      return [{ type: 'ignored', kind: `status.${status.status}` }];
  }
}

function contactOf({ recipient_id, recipient_user_id }: Status): string | undefined {
  return recipient_id === undefined ? recipient_user_id : phone(recipient_id);
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing */
function priceOf({ pricing }: Status) {
  if (pricing?.category === undefined) return {};
  const billable = pricing.billable ?? pricing.type === 'regular';
  return { price: { billable, category: pricing.category } };
}

/** The 72 hours that follow our answer to a customer who came from an advertisement. */
function freeEntryPointOf({ conversation, pricing }: Status) {
  const isFree = conversation?.origin?.type === 'referral_conversion' || pricing?.type === 'free_entry_point';
  const until = conversation?.expiration_timestamp;
  return isFree && until !== undefined ? { freeEntryPointUntil: until } : {};
}
