import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';

/** Keys or what was sealed with them cannot be used. The message is for the operator and holds no secret. */
export class SecretKeysError extends Error {
  override readonly name = 'SecretKeysError';
}

const KEY_BYTES = 32;
const ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Seals texts for the database as JWE with AES-256-GCM (RFC 7516, `dir` and `A256GCM`). The first key seals, all of
 * them open, so a key is replaced by putting a new one in front and sealing everything again.
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, Uint8Array>;
  readonly #current: string;

  private constructor(keys: ReadonlyMap<string, Uint8Array>, current: string) {
    this.#keys = keys;
    this.#current = current;
  }

  /**
   * @param text `<id>:<32 bytes in base64>`, several on lines of their own or with commas between them
   * @param from where the text stands, for errors
   * @throws SecretKeysError
   */
  static parse(text: string, from: string): Keyring {
    const keys = new Map<string, Uint8Array>();
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    for (const [index, entry] of entries.entries()) {
      const [id = '', encoded = ''] = entry.split(':', 2);
      const key = Buffer.from(encoded, 'base64');
      const fault = !ID.test(id)
        ? 'has no id of letters, digits, - and _ before its colon'
        : key.length !== KEY_BYTES
          ? `has ${key.length} bytes; expected ${KEY_BYTES} in base64`
          : keys.has(id)
            ? `has the id ${id} of another key`
            : null;
      if (fault !== null) throw new SecretKeysError(`${from}: key ${index + 1} ${fault}.`);
      keys.set(id, key);
    }
    const [current] = keys.keys();
    if (current === undefined) throw new SecretKeysError(`${from}: there is no key.`);
    return new Keyring(keys, current);
  }

  /** @param purpose What the text is for; it opens for nothing else. */
  async seal(text: string, purpose: string): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: this.#current, purpose })
      .encrypt(this.#keys.get(this.#current)!);
  }

  /** @throws SecretKeysError when its key is missing, or it was changed or sealed for something else */
  async open(sealed: string, purpose: string): Promise<string> {
    const id = keyIdOf(sealed);
    const key = id === null ? undefined : this.#keys.get(id);
    if (!key) throw new SecretKeysError(`The key ${id ?? ''} that ${purpose} was sealed with is not given.`);
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    const opened = await compactDecrypt(sealed, key, options).catch((cause: unknown) => {
      throw new SecretKeysError(`${purpose} was changed, or sealed with another key of the id ${id}.`, {
        cause,
      });
    });
    if (opened.protectedHeader.purpose !== purpose)
      throw new SecretKeysError(`${purpose} was sealed for something else.`);
    return new TextDecoder().decode(opened.plaintext);
  }

  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean {
    return keyIdOf(sealed) === this.#current;
  }
}

/** @returns null for what was never sealed */
export function keyIdOf(sealed: string): string | null {
  try {
    return decodeProtectedHeader(sealed).kid ?? null;
  } catch {
    return null;
  }
}

/** A new key as `Keyring.parse` takes it. */
export function newKey(): string {
  return `${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
}
