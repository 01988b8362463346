// 3GPP TS 23.038: the default alphabet, and the characters that take an escape before them.
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '\f^{}\\[~]|€';

/**
 * How many SMS a text becomes. Core's entry `./sms` says more about it, at the price of tables that weigh as much
 * as this whole element; a test holds the two together.
 */
export function smsSegments(text: string): number {
  if (text === '') return 0;
  const characters = [...text];
  const isGsm = characters.every((char) => BASIC.includes(char) || EXTENDED.includes(char));
  const sizes = characters.map((char) => (isGsm ? (EXTENDED.includes(char) ? 2 : 1) : char.length));
  const [single, each] = isGsm ? [160, 153] : [70, 67];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total <= single ? 1 : parts(sizes, each);
}

/** A character is never cut in two, so a part may end a place early. */
function parts(sizes: readonly number[], each: number): number {
  let count = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > each) {
      count += 1;
      used = 0;
    }
    used += size;
  }
  return count;
}
