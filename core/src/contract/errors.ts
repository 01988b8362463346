import { z } from 'zod';

/**
 * Every problem that crosses HTTP (RFC 9457), with the status on the wire and its title.
 * A code is permanent. `GET /problems/<code>` on the gateway explains it.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  idempotency_key_missing: { status: 400, title: 'Sending needs an Idempotency-Key header' },
  token_missing: { status: 401, title: 'No credentials were sent' },
  token_invalid: { status: 401, title: 'The credentials are not valid here' },
  token_expired: { status: 401, title: 'The token has expired' },
  webhook_signature_invalid: { status: 401, title: 'The webhook signature does not fit the body' },
  forbidden: { status: 403, title: 'The caller’s role does not allow this' },
  route_not_found: { status: 404, title: 'There is no such route' },
  contact_not_found: { status: 404, title: 'There is no such contact' },
  conversation_not_found: { status: 404, title: 'There is no such conversation' },
  message_not_found: { status: 404, title: 'There is no such message' },
  template_not_found: { status: 404, title: 'There is no such template' },
  channel_account_not_found: { status: 404, title: 'There is no such channel account' },
  attachment_not_found: { status: 404, title: 'There is no such attachment' },
  segment_not_found: { status: 404, title: 'There is no such segment' },
  survey_not_found: { status: 404, title: 'There is no such survey' },
  agent_not_found: { status: 404, title: 'There is no such agent' },
  contact_ambiguous: { status: 409, title: 'Several contacts fit, so it is not clear which is meant' },
  webhook_subscription_not_found: { status: 404, title: 'There is no such webhook subscription' },
  webhook_delivery_not_found: { status: 404, title: 'There is no such webhook delivery' },
  not_eligible: { status: 409, title: 'The channel does not permit this message now' },
  takeover_required: { status: 409, title: 'The conversation belongs to another agent' },
  not_retriable: { status: 409, title: 'This message cannot be sent again' },
  not_cancellable: { status: 409, title: 'This message cannot be cancelled' },
  frequency_capped: { status: 409, title: 'The contact has got enough messages for now' },
  contact_merged: { status: 410, title: 'The contact was merged into another one' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  validation_failed: { status: 422, title: 'The request does not fit its schema' },
  unknown_channel: { status: 422, title: 'There is no such channel' },
  channel_not_available: { status: 422, title: 'The contact cannot be reached on this channel' },
  text_empty: { status: 422, title: 'The text is empty' },
  text_too_long: { status: 422, title: 'The text is longer than the channel takes' },
  variable_missing: { status: 422, title: 'A template variable has no value' },
  variable_invalid: { status: 422, title: 'A template variable does not fit' },
  template_not_approved: { status: 422, title: 'The template is not approved' },
  attachment_type_mismatch: { status: 422, title: 'The file is not of the type that was declared' },
  attachment_refused: { status: 422, title: 'The channel does not take this file' },
  template_mismatch: { status: 422, title: 'The template belongs to another channel or account' },
  webhook_url_refused: { status: 422, title: 'Webhooks may not be sent to this URL' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something broke on our side' },
  unavailable: { status: 503, title: 'The service is starting, stopping or without its database' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export const FieldError = z
  .object({
    field: z.string().meta({ description: 'Path in the request, e.g. `content.text`.' }),
    message: z.string().meta({ description: 'What was wrong.' }),
    expected: z.string().optional().meta({ description: 'What would be right.' }),
  })
  .meta({ id: 'FieldError' });

/** `application/problem+json`. `not_eligible` also carries `decision` and `alternatives`. */
export const Problem = z
  .looseObject({
    type: z.string().meta({ description: '`/problems/<code>`, relative to the gateway.' }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'One sentence on this very request.' }),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
export type Problem = z.infer<typeof Problem>;
export type FieldError = z.infer<typeof FieldError>;
