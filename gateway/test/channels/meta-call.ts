import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WebhookRequest } from '../../src/channels/adapter.js';
import type { Harness } from './conformance.js';

export const APP_SECRET = 'app-secret';
export const TOKEN = 'token-1';
export const VERIFY_TOKEN = 'verify-me';

/** What proves that a call comes from the app: https://developers.facebook.com/docs/graph-api/guides/secure-requests */
export const PROOF = createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex');

/** Settings that all of Meta's channels have. */
export const metaSettings = { accessToken: TOKEN, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN };

/** An error as the Graph API answers it. */
export const graphError = (status: number, code: number, subcode?: number, message = `(#${code})`) => ({
  status,
  json: {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: 'x',
    },
  },
});

/** A webhook call as Meta signs it. */
export const signedByMeta = (body: Buffer): WebhookRequest => ({
  method: 'POST',
  query: {},
  body,
  headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}` },
});

/** The handshake that sets a webhook up, the same on every channel of Meta's. */
export function testChallenge<Settings>(harness: () => Harness<Settings>): void {
  test('Meta gets its challenge back when it knows the verify token', () => {
    const challenge = (token: string, mode = 'subscribe') =>
      harness().adapter.webhook?.challenge?.(harness().account(), {
        method: 'GET',
        headers: {},
        query: { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158201444' },
        body: Buffer.alloc(0),
      });
    expect(challenge(VERIFY_TOKEN)).toEqual({
      status: 200,
      body: '1158201444',
      contentType: 'text/plain',
    });
    expect(challenge('guessed')).toMatchObject({ status: 403 });
    expect(challenge(VERIFY_TOKEN, 'unsubscribe')).toBeNull();
  });
}
