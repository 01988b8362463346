import { PROBLEMS, type ProblemCode } from '@outbound-composer/core/contract';

/** What a code means and what a caller can do: the text of `GET /problems/<code>`. */
export const EXPLANATIONS: Record<ProblemCode, { readonly means: string; readonly helps: string }> = {
  malformed_json: {
    means: 'The body could not be read as JSON.',
    helps: 'Send one JSON value in UTF-8; the detail says where reading stopped.',
  },
  idempotency_key_missing: {
    means: 'A message without an Idempotency-Key could be sent twice when the answer is lost.',
    helps: 'Make a new random key for each message somebody means to send, and repeat it on retries.',
  },
  token_missing: {
    means: 'The request carries no Authorization header.',
    helps: 'Send `Authorization: Bearer <token>`: a signed agent token, or an API key that begins with oc_.',
  },
  token_invalid: {
    means:
      'The token is not one of this workspace: wrong signature, issuer, audience, claims, or a revoked key.',
    helps: 'Let the backend sign a new token; the detail names the claim.',
  },
  token_expired: {
    means: 'The agent token is past its `exp`. Tokens live ten minutes at most.',
    helps: 'Fetch a new token from the backend and repeat the request.',
  },
  webhook_signature_invalid: {
    means: 'The signature does not fit the bytes that arrived. Nothing was changed.',
    helps: 'Compare the secret at the provider with the one in the configuration of the channel account.',
  },
  forbidden: {
    means: 'The credentials are good, but the role in them may not do this.',
    helps: 'Let somebody with the role that the detail names do it.',
  },
  route_not_found: {
    means: 'No route has this method and path.',
    helps: 'Look it up in /docs or /openapi.json.',
  },
  contact_not_found: {
    means: 'No contact fits, or none that the caller may reach. Both are answered alike.',
    helps: 'Check the id, address or external id; agents restricted to own contacts reach only these.',
  },
  conversation_not_found: {
    means: 'No conversation has this id, or none that the caller may reach.',
    helps: 'Take the id from a contact or a search.',
  },
  message_not_found: {
    means: 'No message has this id, or none that the caller may reach.',
    helps: 'Take the id from the answer of sending or from the history.',
  },
  template_not_found: {
    means: 'No template of this workspace has this id.',
    helps: 'List the templates; a synchronisation may have removed it.',
  },
  channel_account_not_found: {
    means: 'No sender account of this workspace has this id or name.',
    helps: 'List the channel accounts.',
  },
  segment_not_found: {
    means: 'The workspace has no segment with this key.',
    helps: 'Take the key from GET /v1/segments; segments are part of the gateway’s configuration.',
  },
  survey_not_found: {
    means: 'No survey has this id, or none that the caller may reach.',
    helps: 'Take the id from the answer of POST /v1/surveys or from the list.',
  },
  attachment_not_found: {
    means:
      'No attachment has this id, or none that the caller uploaded or may see in a message; a link may be over. Files that no message carries are removed after a day.',
    helps: 'Upload the file again, or take the id from a message.',
  },
  agent_not_found: {
    means: 'The gateway has not seen this agent in this workspace.',
    helps: 'An agent becomes known with the first request that carries its token.',
  },
  contact_ambiguous: {
    means: 'The external id, e-mail address or phone of the request belong to different contacts.',
    helps:
      'Merge the contacts that `contacts` lists if they are one person, or leave out what belongs to another.',
  },
  webhook_subscription_not_found: {
    means: 'No webhook subscription of this workspace has this id.',
    helps: 'List the subscriptions.',
  },
  webhook_delivery_not_found: {
    means: 'No webhook delivery of this workspace has this id; old ones are forgotten.',
    helps: 'List the deliveries.',
  },
  not_eligible: {
    means:
      "The channel's rules do not permit this message now. `decision` has the reason and what unlocks it.",
    helps: 'Use one of the forms in `decision.ways`, another channel from `alternatives`, or wait.',
  },
  takeover_required: {
    means: 'The conversation is assigned to another agent.',
    helps: 'Ask the person, then repeat with `takeOver: true`; the takeover is recorded.',
  },
  not_retriable: {
    means: 'Only messages that failed or whose outcome is unknown can be sent again.',
    helps: 'Read the message: its failure says whether the same message can help.',
  },
  not_cancellable: {
    means:
      'Only messages that are scheduled or still queued can be taken back; the detail says what it is now.',
    helps: 'Write another message: what a provider has taken cannot be taken back.',
  },
  frequency_capped: {
    means: 'The contact has got as many messages as the workspace permits in these days, over all channels.',
    helps: 'Wait until `frequencyCap.freeAt`, or schedule the message for then.',
  },
  contact_merged: {
    means: 'The id is of a contact that was merged into another one; `contactId` says which.',
    helps: 'Repeat the request with `contactId`, and keep that id instead of the old one.',
  },
  payload_too_large: {
    means: 'The body is larger than this route takes.',
    helps: 'Split the request; the detail has the limit.',
  },
  unsupported_media_type: {
    means: 'The body came with another content type.',
    helps: 'Send `Content-Type: application/json`.',
  },
  validation_failed: {
    means: 'One or more fields do not fit. `errors` names each, what was wrong and what would be right.',
    helps: 'Correct the named fields.',
  },
  unknown_channel: {
    means: 'The name is none of the channels.',
    helps: 'Use one of the names in `errors`.',
  },
  channel_not_available: {
    means: 'The contact has no address on this channel, or this gateway cannot send through it.',
    helps: "Choose one of the contact's channels whose account dispatches.",
  },
  text_empty: {
    means: 'A message needs at least one visible character.',
    helps: 'Write something.',
  },
  text_too_long: {
    means: 'The channel takes fewer characters.',
    helps: 'Shorten the text to the limit in `errors`.',
  },
  variable_missing: {
    means: 'The template has a variable for which no value came.',
    helps: 'Give every variable in `errors` a value.',
  },
  variable_invalid: {
    means: 'A value cannot stand in this template: unknown name, line breaks, or too long.',
    helps: 'Correct the values in `errors`.',
  },
  template_not_approved: {
    means: 'The provider has not approved the template, or has paused it.',
    helps: 'Choose an approved one.',
  },
  attachment_type_mismatch: {
    means: 'The content of the file is of another type than the request says.',
    helps: 'Send the type that the file is of; the detail has what was found.',
  },
  attachment_refused: {
    means: 'The channel takes no such file: its kind, its type, its size or the caption beside it.',
    helps: 'Send what `errors` asks for, or choose another channel.',
  },
  template_mismatch: {
    means: 'A template can only leave through the account it belongs to.',
    helps: 'Choose a template of the account that sends.',
  },
  webhook_url_refused: {
    means: 'The URL is not https, or leads to a private or loopback address.',
    helps: 'Use a public https URL, or ask the operator to name its origin in `webhooks.allowPrivateUrls`.',
  },
  idempotency_key_reused: {
    means: 'The key came before with another body. Nothing was sent.',
    helps: 'Make a new key for a new message.',
  },
  rate_limited: {
    means: 'More requests came than this caller may send.',
    helps: 'Wait for the seconds in Retry-After.',
  },
  internal: {
    means: 'A fault of the gateway. It was logged under the request id in the detail.',
    helps: 'Repeat later; if it stays, tell the operator the request id.',
  },
  unavailable: {
    means: 'The gateway is starting, stopping or has lost its database.',
    helps: 'Repeat in a few seconds.',
  },
};

/** The page of one code, for a person with a browser. */
export function problemPage(code: ProblemCode): string {
  const { title, status } = PROBLEMS[code];
  const { means, helps } = EXPLANATIONS[code];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${code}: ${title}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}</style>
<h1>${title}</h1>
<p><code>${code}</code>, HTTP ${status}</p>
<p>${means}</p>
<p>${helps}</p>
</html>
`;
}
