import type { WebhookReply, WebhookRequest } from '../adapter.js';
import { equalInConstantTime, hmacMatches } from '../signature.js';

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
export function challenge(verifyToken: string, { method, query }: WebhookRequest): WebhookReply | null {
  if (method !== 'GET' || query['hub.mode'] !== 'subscribe') return null;
  return equalInConstantTime(query['hub.verify_token'] ?? '', verifyToken)
    ? { status: 200, body: query['hub.challenge'] ?? '', contentType: 'text/plain' }
    : { status: 403, body: 'The verify token is not the one in the settings', contentType: 'text/plain' };
}

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads */
export function verify(appSecret: string, { headers, body }: WebhookRequest): boolean {
  const given = headers['x-hub-signature-256'];
  return given?.startsWith('sha256=') === true && hmacMatches(given.slice(7), appSecret, body);
}
