import { expect, test } from 'vitest';
import { showProgress, summaryText } from './import-progress.js';

test('without a terminal there is a line every ten per cent', () => {
  let written = '';
  const output = {
    write: (text: string) => {
      written += text;
    },
  };
  const progress = showProgress('contacts.csv', output);
  for (const bytes of [3, 12, 14, 55, 100]) {
    progress.tell({ bytes, totalBytes: 100, read: bytes * 10, rejected: 1 });
  }
  progress.stop();
  expect(written.split('\n')).toEqual([
    'contacts.csv 12 % · 120 rows · 1 rejected',
    'contacts.csv 55 % · 550 rows · 1 rejected',
    'contacts.csv 100 % · 1000 rows · 1 rejected',
    '',
  ]);
});

test('a summary adds up and says where the rejected rows are', () => {
  const counts = { read: 10, created: 4, updated: 3, unchanged: 2, rejected: 1, addressesTaken: 0 };
  expect(summaryText('contacts.csv', { ...counts, rejectsPath: 'contacts.rejects.csv' })).toBe(
    'contacts.csv: 10 read = 4 created + 3 updated + 2 unchanged + 1 rejected\n' +
      'contacts.csv: the rejected rows are in contacts.rejects.csv\n',
  );
});
