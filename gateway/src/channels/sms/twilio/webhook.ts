import { z } from 'zod';
import {
  type Account,
  type ChannelEvent,
  WebhookPayloadError,
  type WebhookReply,
  type WebhookRequest,
} from '../../adapter.js';
import { failureFrom, REFUSED } from '../../error-table.js';
import { sharedRow } from '../../shared-errors.js';
import { hmacMatches } from '../../signature.js';
import { consentIn } from '../words.js';
import type { TwilioSettings } from './settings.js';

/** An answer without TwiML is an error in Twilio's debugger (12300); this one sends nothing back. */
export function reply(): WebhookReply {
  return { status: 200, contentType: 'text/xml', body: '<Response/>' };
}

/**
 * The base64 HMAC-SHA1 of the address that was called, followed by the sorted parameters.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function verify({ settings }: Account<TwilioSettings>, request: WebhookRequest): boolean {
  const given = request.headers['x-twilio-signature'];
  const parameters = [...new URLSearchParams(request.body.toString('utf8'))];
  const sorted = parameters.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat();
  return calledAddresses(settings.webhookUrl, request.search ?? '').some((url) =>
    hmacMatches(given, settings.authToken, [url, ...sorted].join(''), {
      algorithm: 'sha1',
      encoding: 'base64',
    }),
  );
}

/** Twilio sometimes writes the usual port into the address that it signs, and sometimes leaves one out. */
function calledAddresses(webhookUrl: string, search: string): string[] {
  const { protocol, hostname, port, pathname, search: own } = new URL(webhookUrl);
  const ports = new Set(['', `:${port || (protocol === 'https:' ? 443 : 80)}`]);
  return [...ports].map((given) => `${protocol}//${hostname}${given}${pathname}${search || own}`);
}

const Inbound = z.object({
  MessageSid: z.string().min(1),
  From: z.string().min(1),
  Body: z.string().default(''),
  NumMedia: z.coerce.number().int().nonnegative().default(0),
  MediaContentType0: z.string().optional(),
  /** With Advanced Opt-Out, whose words Twilio alone knows: `STOP`, `START` or `HELP`. */
  OptOutType: z.string().optional(),
  ProfileName: z.string().optional(),
});
type Inbound = z.output<typeof Inbound>;

const Status = z.object({
  MessageSid: z.string().min(1),
  MessageStatus: z.string(),
  To: z.string().optional(),
  ErrorCode: z.string().optional(),
});
type Status = z.output<typeof Status>;

/**
 * Messages: https://www.twilio.com/docs/messaging/guides/webhook-request
 * Statuses: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function twilioParser(clock: () => number) {
  return ({ settings }: Account<TwilioSettings>, { query, body }: WebhookRequest): ChannelEvent[] => {
    const form = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    if (form.AccountSid !== undefined && form.AccountSid !== settings.accountSid)
      return [{ type: 'ignored', kind: 'other_account' }];
    // Twilio does not say when it happened.
    const at = clock();
    if (form.MessageStatus !== undefined) return statusEvents(parsed(Status, form), query.messageId, at);
    return inboundEvents(parsed(Inbound, form), settings, at);
  };
}

function parsed<T extends z.ZodType>(schema: T, form: Record<string, string>): z.output<T> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new WebhookPayloadError(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

function inboundEvents(message: Inbound, settings: TwilioSettings, at: number): ChannelEvent[] {
  const { MessageSid: providerId, From: from, Body: text, NumMedia } = message;
  // `whatsapp:` and `messenger:` addresses are other channels of Twilio's.
  if (from.includes(':')) return [{ type: 'ignored', kind: `message.${from.split(':', 1)[0]}` }];
  const received: ChannelEvent = {
    type: 'message',
    providerId,
    from,
    name: message.ProfileName ?? null,
    at,
    opener: 'message',
    content:
      NumMedia > 0
        ? { kind: 'other', type: message.MediaContentType0 ?? 'media', text: text || null }
        : { kind: 'text', text },
  };
  const change = consentOf(message, settings);
  return change === null ? [received] : [received, { type: 'consent', from, change, at }];
}

function consentOf({ OptOutType, Body }: Inbound, settings: TwilioSettings) {
  switch (OptOutType?.toUpperCase()) {
    case 'STOP':
      return 'opted_out';
    case 'START':
      return 'opted_in';
    case 'HELP':
      return null;
    default:
      return consentIn(Body, settings);
  }
}

function statusEvents(status: Status, ourId: string | undefined, at: number): ChannelEvent[] {
  const { MessageSid: providerId, MessageStatus, ErrorCode: code } = status;
  const messageId = ourId ?? null;
  switch (MessageStatus) {
    case 'sent':
    case 'delivered':
    case 'read':
      return [{ type: 'status', providerId, messageId, status: MessageStatus, at, failure: null }];
    case 'undelivered':
    case 'failed': {
      const row = (code === undefined ? null : sharedRow('twilio', { code })) ?? REFUSED;
      const failure = failureFrom(row, code ?? null);
      const failed: ChannelEvent = { type: 'status', providerId, messageId, status: 'failed', at, failure };
      if (row.consent === undefined || status.To === undefined) return [failed];
      return [failed, { type: 'consent', from: status.To, change: row.consent, at }];
    }
    default:
      // `accepted`, `queued`, `sending` and `scheduled` settle nothing.
      return [{ type: 'ignored', kind: `status.${MessageStatus}` }];
  }
}
