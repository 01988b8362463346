import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it('quotes what would end a cell, and leaves null empty', () => {
    expect(csvLine(['a', null, 'b,c', 'say "hi"', 'two\nlines'])).toBe(
      'a,,"b,c","say ""hi""","two\nlines"\r\n',
    );
  });

  it.each(['=1+1', '+49', '-1', '@SUM(A1)', '\tx', '\rx'])('keeps a spreadsheet from running %j', (value) => {
    expect(csvLine([value])).toMatch(/^"?'/);
  });
});
