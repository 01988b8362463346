import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';
import { isAllowedPrivate } from './target.js';

export interface WebhookPost {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Of the event: stays the same over all attempts. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** Of this attempt; receivers refuse one that is minutes old. */
  readonly at: Date;
  readonly allowPrivateUrls: readonly string[];
  /** Milliseconds until the answer's status must be there. */
  readonly timeoutMs: number;
}

export type PostOutcome =
  | { readonly delivered: true; readonly status: number }
  | {
      readonly delivered: false;
      /** Null: there was no answer. */
      readonly status: number | null;
      readonly error: string;
      readonly retryAfter: string | null;
    };

const REFUSING = {
  http: new RequestFilteringHttpAgent({ allowPrivateIPAddress: false }),
  https: new RequestFilteringHttpsAgent({ allowPrivateIPAddress: false }),
};
const ALLOWING = {
  http: new RequestFilteringHttpAgent({ allowPrivateIPAddress: true }),
  https: new RequestFilteringHttpsAgent({ allowPrivateIPAddress: true }),
};

/**
 * Delivers one webhook (https://www.standardwebhooks.com), and never throws. Every connection looks at the address
 * that the name resolves to, so a name that moves to a private one later is refused as well. Only the status of the
 * answer counts: redirects are not followed, bodies are not read.
 */
export async function postWebhook(post: WebhookPost): Promise<PostOutcome> {
  const url = new URL(post.url);
  const agents = isAllowedPrivate(url, post.allowPrivateUrls) ? ALLOWING : REFUSING;
  const secure = url.protocol === 'https:';
  try {
    const { status, retryAfter } = await call(post, url, secure ? agents.https : agents.http);
    if (status >= 200 && status < 300) return { delivered: true, status };
    const error =
      status >= 300 && status < 400
        ? `It answered ${status}; redirects are not followed.`
        : `It answered ${status}.`;
    return { delivered: false, status, error, retryAfter };
  } catch (error) {
    return { delivered: false, status: null, error: sentenceOf(error, post.timeoutMs), retryAfter: null };
  }
}

function call(
  { secret, id, body, at, timeoutMs }: WebhookPost,
  url: URL,
  agent: RequestFilteringHttpAgent | RequestFilteringHttpsAgent,
): Promise<{ status: number; retryAfter: string | null }> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'OutboundComposer/0.1.0',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        response.on('error', () => {});
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
        response.destroy();
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function sentenceOf(error: unknown, timeoutMs: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return `It did not answer within ${timeoutMs / 1000} s.`;
  if (/is not allowed\. Because/.test(message)) return 'Its name leads to a private or loopback address.';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Its name does not resolve.';
    case 'ECONNREFUSED':
      return 'It refuses connections.';
    default:
      return `The connection failed${code ? ` (${code})` : ''}.`;
  }
}
