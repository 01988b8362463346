import { expect, it } from 'vitest';
import { sharedBuffers } from './memory.js';

const GB = 1024 ** 3;

it.each([
  [0.5, '128MB'],
  [4, '512MB'],
  [8, '1024MB'],
  [64, '2048MB'],
])('of %s GB of memory, the embedded PostgreSQL keeps %s of pages', (memory, expected) => {
  expect(sharedBuffers(memory * GB)).toBe(expected);
});
