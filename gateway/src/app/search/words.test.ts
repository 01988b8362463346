import { describe, expect, it } from 'vitest';
import { searchWords } from './words.js';

const text = (one: string) => ({ kind: 'text', text: one });

describe('the words of a search', () => {
  it('are separated by spaces, and by the hyphen of a double name', () => {
    expect(searchWords(' anne-marie   dubois ', 'DE')).toEqual([
      { kind: 'compound', parts: ['anne', 'marie'], text: 'anne-marie' },
      text('dubois'),
    ]);
    expect(searchWords('-anne-', 'DE')).toEqual([text('anne')]);
  });

  it('are none in an empty text', () => {
    expect(searchWords('', 'DE')).toEqual([]);
    expect(searchWords('  - ', 'DE')).toEqual([]);
  });

  it('hold an e-mail address as one word, hyphens included', () => {
    expect(searchWords('jean-luc@ex', 'DE')).toEqual([{ kind: 'email', text: 'jean-luc@ex' }]);
    expect(searchWords('@jean', 'DE')).toEqual([text('jean')]);
  });

  it.each([
    ['+49 170 1234567', null, ['491701234567'], []],
    ['+49 (0)170 / 1234567', null, ['491701234567'], []],
    ['+49 0170 1234567', null, ['4901701234567', '491701234567'], []],
    ['+39 06 12345678', null, ['390612345678'], []],
    ['+49-170', null, ['49170'], []],
    ['0049 170', '0049170', ['49170'], []],
    ['0170', '0170', ['49170'], []],
    ['0170 12 34 567', '01701234567', [], ['1701234567']],
    ['170', '170', [], []],
    ['17', '17', ['4917'], []],
    ['0', '0', [], []],
  ])('hold the phone %s as one word', (typed, digits, starts, contains) => {
    expect(searchWords(typed, 'DE')).toEqual([{ kind: 'phone', digits, starts, contains }]);
  });

  it('complete a national number by the rules of the default country', () => {
    expect(searchWords('8 912', 'RU')).toMatchObject([{ starts: ['7912'] }]);
    expect(searchWords('06', 'IT')).toMatchObject([{ starts: ['3906'] }]);
    expect(searchWords('(212) 555', 'US')).toMatchObject([{ digits: '212555', starts: [] }]);
  });

  it('keep a name and a phone apart', () => {
    expect(searchWords('ada 0170 12 lovelace', 'DE')).toMatchObject([
      text('ada'),
      { kind: 'phone', digits: '017012' },
      text('lovelace'),
    ]);
    expect(searchWords('170 +49', 'DE')).toMatchObject([{ digits: '170' }, { digits: null, starts: ['49'] }]);
  });
});
