import { expect, it } from 'vitest';
import { tokenExpiry } from './token-expiry.js';

const token = (payload: object) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.sig`;

it('reads when a token ends, in milliseconds', () => {
  expect(tokenExpiry(token({ exp: 1_790_000_000, name: 'Müller??>>' }))).toBe(1_790_000_000_000);
});

it.each(['', 'opaque', 'a.b.c', token({}), token({ exp: 'soon' })])(
  'takes %j as a token that does not say',
  (text) => {
    expect(tokenExpiry(text)).toBeNull();
  },
);
