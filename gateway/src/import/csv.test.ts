import { expect, test } from 'vitest';
import { detectDelimiter, openCsv } from './csv.js';

async function read(text: string) {
  async function* whole() {
    yield text;
  }
  const file = await openCsv(whole());
  const rows = [];
  for await (const row of file.rows) rows.push(row);
  return { ...file, rows };
}

test.each([
  ['commas', 'a,b\n1,2\n', ','],
  ['semicolons, with commas inside', '"a,x";b\n1,5;2\n', ';'],
  ['tabs', 'a\tb\n1\t2\n', '\t'],
  ['one column', 'email\nx\n', ','],
])('%s are found as what parts the cells', (_, text, delimiter) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test.each([
  ['\n', 'line feeds'],
  ['\r\n', 'carriage returns and line feeds'],
])('rows may end in %j', async (newline) => {
  const { rows } = await read(['a;b', '1;2', '3;4'].join(newline));
  expect(rows).toEqual([
    { line: 2, cells: ['1', '2'] },
    { line: 3, cells: ['3', '4'] },
  ]);
});

test('a row is named by its first line, whatever stands in quotes before it', async () => {
  const { rows } = await read('a,b\n"x\ny\r\nz",2\n\n"say ""hi"", then go",4\n');
  expect(rows).toEqual([
    { line: 2, cells: ['x\ny\r\nz', '2'] },
    { line: 6, cells: ['say "hi", then go', '4'] },
  ]);
});

test('a row with too many or too few cells is at fault, the others are not', async () => {
  const { rows } = await read('a,b\n1\n1,2,3\n1,2\n');
  expect(rows).toEqual([
    { line: 2, cells: ['1'], fault: 'has 1 cells, the header has 2' },
    { line: 3, cells: ['1', '2', '3'], fault: 'has 3 cells, the header has 2' },
    { line: 4, cells: ['1', '2'] },
  ]);
});

test('a quote inside a cell is a quote', async () => {
  const { rows } = await read('a,b\n5" pipe,2\n');
  expect(rows).toEqual([{ line: 2, cells: ['5" pipe', '2'] }]);
});

test('a quote that is never closed is named with the line where it opens', async () => {
  const { rows } = await read('a,b\n1,2\n"x,2\n3,4\n');
  expect(rows).toEqual([
    { line: 2, cells: ['1', '2'] },
    { line: 3, cells: [], fault: 'a quote is opened and never closed; nothing after this line was read' },
  ]);
});

test('a file without a header cannot be read', async () => {
  await expect(read('\n\n')).rejects.toThrow('The file is empty; its first line must name the columns');
});
