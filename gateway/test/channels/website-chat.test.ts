import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { websiteChatAdapter } from '../../src/channels/website-chat/index.js';
import { issueVisitorToken, verifyVisitorToken } from '../../src/channels/website-chat/visitor-token.js';
import { TEXT } from './conformance.js';

const settings = websiteChatAdapter.settings.parse({ visitorSecret: 's'.repeat(32) });
const AT = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000;
const visitor = { accountKey: 'website', visitorId: 'visitor-1' };

test('a message is handed over as soon as it is sent, under our own id', async () => {
  const account = { id: '1', key: 'website', settings };
  expect(await websiteChatAdapter.send(account, TEXT, new AbortController().signal)).toEqual({
    outcome: 'accepted',
    providerId: TEXT.messageId,
  });
});

test('a visitor is known again by the token, until it expires', async () => {
  const token = await issueVisitorToken(settings, { ...visitor, at: AT });
  const verify = (at: number) => verifyVisitorToken(settings, { accountKey: 'website', token, at });
  expect(await verify(AT + 364 * DAY)).toEqual(visitor);
  expect(await verify(AT + 366 * DAY)).toBeNull();
});

test('a token of another site, another secret or another algorithm is not believed', async () => {
  const token = await issueVisitorToken(settings, { ...visitor, at: AT });
  const other = { ...settings, visitorSecret: 'o'.repeat(32) };
  expect(await verifyVisitorToken(settings, { accountKey: 'shop', token, at: AT })).toBeNull();
  expect(await verifyVisitorToken(other, { accountKey: 'website', token, at: AT })).toBeNull();
  expect(await verifyVisitorToken(settings, { accountKey: 'website', token: 'x.y.z', at: AT })).toBeNull();

  const [, payload] = token.split('.');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  expect(await verifyVisitorToken(settings, { accountKey: 'website', token: none, at: AT })).toBeNull();
});

test('a token for an agent opens no visitor’s chat', async () => {
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('website')
    .setAudience('outbound-composer')
    .setSubject('visitor-1')
    .setExpirationTime(Math.floor(AT / 1000) + 600)
    .sign(new TextEncoder().encode(settings.visitorSecret));
  expect(await verifyVisitorToken(settings, { accountKey: 'website', token, at: AT })).toBeNull();
});

test('a secret that could be guessed is refused with the length that is needed', () => {
  const parsed = websiteChatAdapter.settings.safeParse({ visitorSecret: 'short' });
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ['visitorSecret'],
    message: 'expected at least 32 characters',
  });
});
