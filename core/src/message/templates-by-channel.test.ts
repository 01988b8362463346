import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../policy/types.js';
import { type LengthLimit, MESSAGE_LIMITS, messageLimits, TEMPLATE_LIMITS } from './limits.js';
import { lengthIn, measure } from './measure.js';
import { renderTemplate, type Template, type TemplateButton, templateVariables } from './template.js';
import { validateTemplate } from './validate-template.js';

const codes = (problems: ReturnType<typeof validateTemplate>) =>
  problems.map(({ field, code }) => `${field} ${code}`);
const plain: Template = {
  id: 't1',
  channel: 'whatsapp',
  name: 'parcel_found',
  language: 'en',
  category: 'utility',
  status: 'approved',
  body: 'Your parcel was found.',
};
const replies = (count: number): TemplateButton[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'quick_reply', text: `Reply ${index}` }));
const links = (count: number): TemplateButton[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'url',
    text: `Link ${index}`,
    url: 'https://example.com',
  }));

describe('A limit', () => {
  it.each([
    ['whatsapp', 4096],
    ['messenger', 2000],
    ['instagram', 1000],
    ['viber', 7000],
    ['telegram', 4096],
    ['line', 5000],
    ['sms', 1600],
    ['tiktok', 6000],
    ['rcs', 3072],
    ['apple_messages', 3000],
    ['x', 10_000],
    ['discord', 2000],
    ['slack', 40_000],
  ] as const)('of %s lets %i through and one more not', (channel, max) => {
    expect(measure('x'.repeat(max), channel).over).toBe(0);
    expect(measure('x'.repeat(max + 1), channel).over).toBe(1);
  });

  it.each(['wechat', 'website_chat', 'email', 'zalo_oa', 'kakaotalk'] as const)(
    'of free text on %s is not known',
    (channel) => {
      expect(messageLimits(channel).text).toBeNull();
    },
  );

  it('counts what a reader takes for one character as one, where LINE does', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(lengthIn(family, 'graphemes')).toBe(1);
    expect(lengthIn(family, 'characters')).toBe(11);
    expect(lengthIn(family, 'bytes')).toBe(25);
    expect(measure(family.repeat(160), 'line', 'template').over).toBe(0);
    expect(measure(family.repeat(161), 'line', 'template').over).toBe(1);
    expect(measure(family.repeat(455), 'line').over).toBe(5);
  });

  it('names its source', () => {
    const limits = [...Object.values(MESSAGE_LIMITS), ...Object.values(TEMPLATE_LIMITS)].flatMap((channel) =>
      Object.values(channel).filter(
        (limit): limit is LengthLimit => typeof limit === 'object' && limit !== null,
      ),
    );
    expect(limits.length).toBeGreaterThan(20);
    for (const { source, max } of limits) {
      expect(source).toMatch(/^https:\/\//);
      expect(max).toBeGreaterThan(0);
    }
    expect(
      Object.keys({ ...MESSAGE_LIMITS, ...TEMPLATE_LIMITS }).filter(
        (name) => !CHANNELS.includes(name as 'line'),
      ),
    ).toEqual([]);
  });
});

describe('A template', () => {
  it.each([
    ['WhatsApp: one variable in the header', { header: '{{1}}' }, { 'header.1': 'x' }, []],
    [
      'WhatsApp: two variables in the header',
      { header: '{{1}} {{2}}' },
      { 'header.1': 'x', 'header.2': 'y' },
      ['header too_many_variables'],
    ],
    ['WhatsApp: the same variable twice in the header', { header: '{{a}} {{a}}' }, { a: 'x' }, []],
    ['WhatsApp: a variable in the footer', { footer: 'From {{1}}' }, {}, ['footer variable_not_allowed']],
    [
      'WhatsApp: a variable on a button',
      { buttons: [{ type: 'quick_reply', text: '{{1}}' }] },
      {},
      ['buttons[0].text variable_not_allowed'],
    ],
    [
      'WhatsApp: two variables in a link',
      { buttons: [{ type: 'url', text: 'Track', url: 'https://example.com/{{1}}/{{2}}' }] },
      { 'buttons.0.1': 'a', 'buttons.0.2': 'b' },
      ['buttons[0].url too_many_variables'],
    ],
    ['WhatsApp: ten replies', { buttons: replies(10) }, {}, []],
    ['WhatsApp: eleven replies', { buttons: replies(11) }, {}, ['buttons too_many_buttons']],
    ['WhatsApp: two links', { buttons: links(2) }, {}, []],
    ['WhatsApp: three links', { buttons: links(3) }, {}, ['buttons too_many_buttons']],
    [
      'WhatsApp: two numbers to call',
      { buttons: Array(2).fill({ type: 'phone_number', text: 'Call', phoneNumber: '+491' }) },
      {},
      ['buttons too_many_buttons'],
    ],
    ['WhatsApp: a line break in a value', { body: 'Hi {{1}}' }, { '1': 'a\nb' }, ['variables.1 line_break']],
    ['WhatsApp: a tab in a value', { body: 'Hi {{1}}' }, { '1': 'a\tb' }, ['variables.1 line_break']],
    ['WhatsApp: four spaces in a value', { body: 'Hi {{1}}' }, { '1': 'a    b' }, []],
    [
      'WhatsApp: five spaces in a value',
      { body: 'Hi {{1}}' },
      { '1': 'a     b' },
      ['variables.1 line_break'],
    ],
    ['LINE: text alone may be long', { channel: 'line', body: 'x'.repeat(5000) }, {}, []],
    ['LINE: text alone has an end', { channel: 'line', body: 'x'.repeat(5001) }, {}, ['body too_long']],
    [
      'LINE: a header without buttons is part of the text',
      { channel: 'line', header: 'x'.repeat(50), body: 'x'.repeat(200) },
      {},
      [],
    ],
    ['LINE: 160 with buttons', { channel: 'line', body: 'x'.repeat(160), buttons: replies(4) }, {}, []],
    [
      'LINE: 161 with buttons',
      { channel: 'line', body: 'x'.repeat(161), buttons: replies(1) },
      {},
      ['body too_long'],
    ],
    [
      'LINE: 60 below a header',
      { channel: 'line', header: 'Parcel', body: 'x'.repeat(60), buttons: replies(1) },
      {},
      [],
    ],
    [
      'LINE: 61 below a header',
      { channel: 'line', header: 'Parcel', body: 'x'.repeat(61), buttons: replies(1) },
      {},
      ['body too_long'],
    ],
    [
      'LINE: a long header',
      { channel: 'line', header: 'x'.repeat(41), buttons: replies(1) },
      {},
      ['header too_long'],
    ],
    [
      'LINE: a long label',
      { channel: 'line', buttons: [{ type: 'quick_reply', text: 'x'.repeat(21) }] },
      {},
      ['buttons[0].text too_long'],
    ],
    ['LINE: five buttons', { channel: 'line', buttons: replies(5) }, {}, ['buttons too_many_buttons']],
    ['LINE: a line break in a value', { channel: 'line', body: 'Hi {{1}}' }, { '1': 'a\nb' }, []],
    ['e-mail: no subject', { channel: 'email' }, {}, ['header empty']],
    ['e-mail: a blank subject', { channel: 'email', header: ' ' }, {}, ['header empty']],
    ['e-mail: a subject', { channel: 'email', header: 'Order {{1}}' }, { 'header.1': '4711' }, []],
    [
      'e-mail: a subject of two lines',
      { channel: 'email', header: 'Order {{1}}' },
      { 'header.1': '1\r\nBcc: x' },
      ['header line_break'],
    ],
    ['e-mail: a subject as long as a line', { channel: 'email', header: 'x'.repeat(989) }, {}, []],
    ['e-mail: a longer subject', { channel: 'email', header: 'x'.repeat(990) }, {}, ['header too_long']],
    ['e-mail: a body of any length', { channel: 'email', header: 'Hi', body: 'x'.repeat(50_000) }, {}, []],
    ['KakaoTalk: 1,000 characters', { channel: 'kakaotalk', body: 'x'.repeat(1000) }, {}, []],
    ['KakaoTalk: one more', { channel: 'kakaotalk', body: 'x'.repeat(1001) }, {}, ['body too_long']],
    [
      'KakaoTalk: six buttons',
      { channel: 'kakaotalk', buttons: replies(6) },
      {},
      ['buttons too_many_buttons'],
    ],
    ['RCS: a long title', { channel: 'rcs', header: 'x'.repeat(201) }, {}, ['header too_long']],
    ['RCS: a long description', { channel: 'rcs', body: 'x'.repeat(2001) }, {}, ['body too_long']],
    [
      'RCS: five suggestions on a card',
      { channel: 'rcs', buttons: replies(5) },
      {},
      ['buttons too_many_buttons'],
    ],
    [
      'RCS: a long suggestion',
      { channel: 'rcs', buttons: [{ type: 'quick_reply', text: 'x'.repeat(26) }] },
      {},
      ['buttons[0].text too_long'],
    ],
    ['Apple: a long title', { channel: 'apple_messages', header: 'x'.repeat(201) }, {}, ['header too_long']],
    [
      'Messenger: a long label',
      { channel: 'messenger', buttons: [{ type: 'quick_reply', text: 'x'.repeat(21) }] },
      {},
      ['buttons[0].text too_long'],
    ],
  ] as const)('%s', (_title, parts, values, expected) => {
    expect(codes(validateTemplate({ ...plain, ...parts } as Template, values))).toEqual(expected);
  });

  describe('with fallbacks', () => {
    const greeting: Template = {
      ...plain,
      channel: 'email',
      header: 'Hello {{contact.first_name | "there"}}',
      body: "Dear {{ contact.first_name|'customer' }}, order {{order}}.",
    };

    it('lists its variables as others do', () => {
      expect(templateVariables(greeting)).toEqual(['contact.first_name', 'order']);
    });

    it('needs a value only where nothing falls back', () => {
      expect(codes(validateTemplate(greeting, {}))).toEqual(['variables.order variable_missing']);
      expect(validateTemplate(greeting, { order: '7' })).toEqual([]);
      expect(validateTemplate(greeting, { order: '7', 'contact.first_name': ' ' })).toEqual([]);
    });

    it('needs a value when one place has no fallback', () => {
      const torn = { ...greeting, body: '{{contact.first_name}} {{order}}' };
      expect(codes(validateTemplate(torn, { order: '7' }))).toEqual([
        'variables.contact.first_name variable_missing',
      ]);
    });

    it('is previewed with the value, or with what stands in each place', () => {
      expect(renderTemplate(greeting, { order: '7', 'contact.first_name': 'Ada' })).toMatchObject({
        header: 'Hello Ada',
        body: 'Dear Ada, order 7.',
      });
      expect(renderTemplate(greeting, { 'contact.first_name': '' })).toMatchObject({
        header: 'Hello there',
        body: 'Dear customer, order {{order}}.',
      });
    });
  });
});
