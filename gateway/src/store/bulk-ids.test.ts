import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { bulkId } from './bulk-ids.js';

test('ids made in bulk are different, and later ones sort later', () => {
  const ids = Array.from({ length: 20_000 }, bulkId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
});
