import { expect, test } from 'vitest';
import { ImportError } from './import-error.js';
import { decodeUtf8, NOT_UTF8 } from './text.js';

async function decoded(bytes: Buffer, size: number): Promise<string> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let text = '';
  for await (const part of decodeUtf8(chunks())) text += part;
  return text;
}

test('text survives whatever the size of the chunks in which it comes', async () => {
  const text = 'Grüße\r\nИванов 王小明 🎉\nlast';
  for (const size of [1, 2, 3, 5, 7, 1000]) expect(await decoded(Buffer.from(text), size)).toBe(text);
});

test('a byte order mark is no part of the text', async () => {
  const bytes = Buffer.from('\uFEFFa,b\n1,2\n');
  for (const size of [1, 2, 4, 1000]) expect(await decoded(bytes, size)).toBe('a,b\n1,2\n');
});

test('only the line with bytes that are no UTF-8 is marked, and a real U+FFFD is not', async () => {
  const bytes = Buffer.concat([
    Buffer.from('Zoë\n'),
    Buffer.from('Zo\xeb\n', 'latin1'),
    Buffer.from('\uFFFD\n'),
  ]);
  expect(await decoded(bytes, 1000)).toBe(`Zoë\nZo${NOT_UTF8}\n\uFFFD\n`);
});

test('UTF-16 is named as such', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\n', 'utf16le')]);
  await expect(decoded(bytes, 3)).rejects.toThrow(new ImportError('The file is UTF-16; save it as UTF-8'));
});

test('an empty file is an empty text', async () => {
  expect(await decoded(Buffer.alloc(0), 1)).toBe('');
  expect(await decoded(Buffer.from('\uFEFF'), 1)).toBe('');
});
