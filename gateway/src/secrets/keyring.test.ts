import { describe, expect, it } from 'vitest';
import { Keyring, keyIdOf, newKey, SecretKeysError } from './keyring.js';

const FIRST = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const SECOND = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const parse = (...keys: string[]) => Keyring.parse(keys.join('\n'), 'OUTBOUND_SECRET_KEYS');

describe('sealed texts', () => {
  it('open again, and say nothing of what is in them', async () => {
    const ring = Keyring.parse(newKey(), 'test');
    const sealed = await ring.seal('{"token":"geheim"}', 'acme/mail');
    expect(await ring.open(sealed, 'acme/mail')).toBe('{"token":"geheim"}');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('geheim');
    expect(await ring.seal('{"token":"geheim"}', 'acme/mail')).not.toBe(sealed);
  });

  it('open for nothing but what they were sealed for', async () => {
    const sealed = await parse(FIRST).seal('geheim', 'acme/mail');
    await expect(parse(FIRST).open(sealed, 'evil/mail')).rejects.toThrow(
      new SecretKeysError('evil/mail was sealed for something else.'),
    );
  });

  it('do not open when a byte was changed, or with another key of the same id', async () => {
    const sealed = await parse(FIRST).seal('geheim', 'acme/mail');
    const [header, key, iv, text = '', tag] = sealed.split('.');
    const changed = [header, key, iv, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`, tag].join('.');
    await expect(parse(FIRST).open(changed, 'acme/mail')).rejects.toThrow(SecretKeysError);
    const other = parse(SECOND.replace('new:', 'old:'));
    await expect(other.open(sealed, 'acme/mail')).rejects.toThrow(SecretKeysError);
  });

  it('open with the old key behind a new one, until they are sealed again', async () => {
    const sealed = await parse(FIRST).seal('geheim', 'acme/mail');
    const both = parse(SECOND, FIRST);
    expect(both.isCurrent(sealed)).toBe(false);
    const again = await both.seal(await both.open(sealed, 'acme/mail'), 'acme/mail');
    expect(both.isCurrent(again)).toBe(true);
    expect(keyIdOf(again)).toBe('new');
    expect(await parse(SECOND).open(again, 'acme/mail')).toBe('geheim');
    await expect(parse(SECOND).open(sealed, 'acme/mail')).rejects.toThrow(
      'The key old that acme/mail was sealed with is not given.',
    );
  });
});

describe('keys', () => {
  it.each([
    ['', 'there is no key'],
    ['main:c2hvcnQ=', 'key 1 has 5 bytes; expected 32 in base64'],
    [`m!:${FIRST.slice(4)}`, 'key 1 has no id'],
    [FIRST.slice(4), 'key 1 has no id'],
    [`${FIRST},${FIRST}`, 'key 2 has the id old of another key'],
  ])('%j are refused without being repeated', (text, fault) => {
    expect(() => Keyring.parse(text, 'OUTBOUND_SECRET_KEYS')).toThrow(`OUTBOUND_SECRET_KEYS: ${fault}`);
    expect(() => Keyring.parse(text, 'x')).not.toThrow(FIRST.slice(4, 30));
  });
});
