import { createDecipheriv, createHash } from 'node:crypto';
import { equalInConstantTime } from '../signature.js';

/** SHA-1 of the parts, sorted. https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html */
export function signatureFits(given: string | undefined, ...parts: readonly string[]): boolean {
  const digest = createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
  return equalInConstantTime(given ?? '', digest);
}

/**
 * What an encrypted webhook says, or null when it is not for this account or not encrypted with this key:
 * 16 random bytes, the length of the text (4 bytes, big-endian), the text, the app id; AES-256-CBC.
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 */
export function decrypt(encrypted: string, encodingAesKey: string, appId: string): string | null {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  let plain: Buffer;
  try {
    plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  } catch {
    return null;
  }
  // The padding fills up to 32 bytes, twice what AES itself uses.
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > 32 || plain.length < 20 + padding) return null;
  const content = plain.subarray(16, plain.length - padding);
  const length = content.readUInt32BE(0);
  if (length > content.length - 4) return null;
  const receiver = content.subarray(4 + length).toString('utf8');
  return receiver === appId ? content.subarray(4, 4 + length).toString('utf8') : null;
}
