import { describe, expect, it } from 'vitest';
import { smsSegments } from '../sms/index.js';
import { messageLimits } from './limits.js';
import { measure } from './measure.js';
import { renderTemplate, type Template, templateVariables } from './template.js';
import { validateTemplate } from './validate-template.js';
import { fillVariables } from './variables.js';

const template: Template = {
  id: 't1',
  channel: 'whatsapp',
  name: 'parcel_found',
  language: 'en',
  category: 'utility',
  status: 'approved',
  header: 'Order {{1}}',
  body: 'Hello {{1}}, your parcel {{2}} was found. Thank you, {{1}}.',
  footer: 'Reply STOP to end',
  buttons: [
    { type: 'url', text: 'Track', url: 'https://example.com/{{1}}' },
    { type: 'quick_reply', text: 'Thanks' },
  ],
};
const values = { 'header.1': '4711', '1': 'Ada', '2': 'P-9', 'buttons.0.1': 'abc' };
const named: Template = {
  ...template,
  header: null,
  body: 'Hello {{ first_name }}, {{product}}',
  buttons: [],
  footer: null,
};
const codes = (problems: ReturnType<typeof validateTemplate>) =>
  problems.map(({ field, code }) => `${field} ${code}`);

describe('The length of a text', () => {
  it.each([
    [
      'WhatsApp counts characters',
      'Grüße',
      'whatsapp',
      { length: 5, unit: 'characters', max: 4096, over: 0 },
    ],
    ['Instagram counts bytes', 'Grüße', 'instagram', { length: 7, unit: 'bytes', max: 1000, over: 0 }],
    ['an emoji is four bytes', '😀', 'instagram', { length: 4, unit: 'bytes', max: 1000, over: 0 }],
    ['a euro sign is three bytes', '€', 'instagram', { length: 3, unit: 'bytes', max: 1000, over: 0 }],
    ['half an emoji is three bytes', '\ud83d', 'instagram', { length: 3, unit: 'bytes', max: 1000, over: 0 }],
    [
      'an emoji is two characters, the stricter count',
      '😀',
      'telegram',
      { length: 2, unit: 'characters', max: 4096, over: 0 },
    ],
    [
      'what is over is told',
      'x'.repeat(2003),
      'discord',
      { length: 2003, unit: 'characters', max: 2000, over: 3 },
    ],
    [
      'exactly full fits',
      'x'.repeat(2000),
      'discord',
      { length: 2000, unit: 'characters', max: 2000, over: 0 },
    ],
    [
      'where no limit is known any text fits',
      'x'.repeat(99_999),
      'email',
      { length: 99_999, unit: 'characters', max: null, over: 0 },
    ],
  ] as const)('%s', (_title, text, channel, expected) => {
    expect(measure(text, channel)).toEqual(expected);
  });

  it('is limited otherwise in a template', () => {
    expect(measure('x'.repeat(1025), 'whatsapp', 'template').over).toBe(1);
    expect(messageLimits('whatsapp', 'template')).toMatchObject({
      header: { max: 60 },
      footer: { max: 60 },
      button: { max: 25 },
    });
    expect(messageLimits('whatsapp').header).toBeNull();
    expect(messageLimits('messenger', 'utility_template').buttons).toBe(3);
  });
});

describe('SMS segments', () => {
  it.each([
    ['nothing is no message', '', 'GSM-7', 0],
    ['160 characters are one', 'x'.repeat(160), 'GSM-7', 1],
    ['161 are two', 'x'.repeat(161), 'GSM-7', 2],
    ['306 are two', 'x'.repeat(306), 'GSM-7', 2],
    ['307 are three', 'x'.repeat(307), 'GSM-7', 3],
    ['a euro sign takes two places', `${'x'.repeat(159)}€`, 'GSM-7', 2],
    ['70 with an emoji are one', `${'x'.repeat(68)}😀`, 'UCS-2', 1],
    ['71 with an emoji are two', `${'x'.repeat(69)}😀`, 'UCS-2', 2],
    ['umlauts are in GSM-7', 'Grüße', 'GSM-7', 1],
  ])('%s', (_title, text, encoding, segments) => {
    expect(smsSegments(text)).toMatchObject({ encoding, segments });
  });

  it('name the characters that cost', () => {
    expect(smsSegments('a “quote” and “another”').nonGsm).toEqual(['“', '”']);
    expect(smsSegments('plain').nonGsm).toEqual([]);
  });
});

describe('A template’s variables', () => {
  it('are listed once, in reading order, with the part that numbers belong to', () => {
    expect(templateVariables(template)).toEqual(['header.1', '1', '2', 'buttons.0.1']);
    expect(templateVariables(named)).toEqual(['first_name', 'product']);
    expect(templateVariables({ ...template, header: '{{x}}', body: '{{x}} {{y}}', buttons: [] })).toEqual([
      'x',
      'y',
    ]);
  });

  it('are filled part by part', () => {
    const preview = renderTemplate(template, values);
    expect(preview).toMatchObject({
      header: 'Order 4711',
      body: 'Hello Ada, your parcel P-9 was found. Thank you, Ada.',
      footer: 'Reply STOP to end',
    });
    expect(preview.buttons[0]?.url).toBe('https://example.com/abc');
    expect(preview.buttons[1]).toEqual({ type: 'quick_reply', text: 'Thanks' });
    expect(preview.text).toBe(
      'Order 4711\nHello Ada, your parcel P-9 was found. Thank you, Ada.\nReply STOP to end',
    );
  });

  it('stay visible while they have no value', () => {
    const preview = renderTemplate(named, {});
    expect(preview).toMatchObject({
      header: null,
      footer: null,
      body: 'Hello {{ first_name }}, {{product}}',
    });
    expect(preview.text).toBe(preview.body);
  });

  it('are not found in values', () => {
    expect(renderTemplate(named, { first_name: '{{product}}', product: '$& $1' }).body).toBe(
      'Hello {{product}}, $& $1',
    );
    expect(renderTemplate(named, Object.create({ product: 'inherited' })).body).toContain('{{product}}');
  });
});

describe('A template', () => {
  it('that is approved and filled can be sent', () => {
    expect(validateTemplate(template, values)).toEqual([]);
    const ways = [{ form: 'template', categories: ['utility'] }] as const;
    expect(validateTemplate(template, values, { language: 'en', ways })).toEqual([]);
    expect(
      validateTemplate({ ...template, channel: 'messenger' }, values, {
        ways: [{ form: 'utility_template' }],
      }),
    ).toEqual([]);
  });

  it.each([
    ['is not approved', { ...template, status: 'paused' }, values, {}, ['status template_not_approved']],
    ['is in another language', template, values, { language: 'de' }, ['language language_differs']],
    [
      'is of a category not allowed now',
      template,
      values,
      { ways: [{ form: 'template', categories: ['marketing'] }] },
      ['category category_not_allowed'],
    ],
    [
      'is marketing where only utility goes',
      { ...template, category: 'marketing' },
      values,
      { ways: [{ form: 'utility_template' }] },
      ['category category_not_allowed'],
    ],
    [
      'meets free text alone',
      template,
      values,
      { ways: [{ form: 'free_form' }] },
      ['category category_not_allowed'],
    ],
    ['misses a value', named, { first_name: 'Ada' }, {}, ['variables.product variable_missing']],
    [
      'has an empty value',
      named,
      { first_name: 'Ada', product: '  ' },
      {},
      ['variables.product variable_empty'],
    ],
    [
      'gets a value too many',
      named,
      { first_name: 'Ada', product: 'P', color: 'red' },
      {},
      ['variables.color variable_unknown'],
    ],
    [
      'mixes numbers and names',
      { ...named, body: '{{1}} {{a}}' },
      { '1': 'x', a: 'y' },
      {},
      ['body variables_mixed'],
    ],
    [
      'leaves out a number',
      { ...named, body: '{{1}} {{3}}' },
      { '1': 'x', '3': 'y' },
      {},
      ['body variables_not_contiguous'],
    ],
    [
      'is too long once filled',
      named,
      { first_name: 'Ada', product: 'x'.repeat(1014) },
      {},
      ['body too_long'],
    ],
    ['has a long header', { ...template, header: `{{1}}${'x'.repeat(57)}` }, values, {}, ['header too_long']],
    ['has a long footer', { ...template, footer: 'x'.repeat(61) }, values, {}, ['footer too_long']],
    [
      'has a long button',
      { ...template, buttons: [{ type: 'quick_reply', text: 'x'.repeat(26) }] },
      { 'header.1': 'x', '1': 'a', '2': 'b' },
      {},
      ['buttons[0].text too_long'],
    ],
    ['has no body', { ...named, body: ' ' }, {}, {}, ['body empty']],
    [
      'has too many buttons for Messenger',
      { ...named, channel: 'messenger', buttons: Array(4).fill({ type: 'quick_reply', text: 'x' }) },
      { first_name: 'A', product: 'B' },
      {},
      ['buttons too_many_buttons'],
    ],
  ] as const)('that %s cannot be sent', (_title, one, filled, use, expected) => {
    expect(codes(validateTemplate(one as Template, filled, use))).toEqual(expected);
  });

  it('exactly full can be sent', () => {
    expect(
      validateTemplate(named, { first_name: 'Ada', product: 'x'.repeat(1024 - 'Hello Ada, '.length) }),
    ).toEqual([]);
    expect(validateTemplate({ ...template, header: `{{1}}${'x'.repeat(56)}` }, values)).toEqual([]);
    expect(
      validateTemplate(
        { ...named, channel: 'messenger', buttons: Array(3).fill({ type: 'quick_reply', text: 'x' }) },
        { first_name: 'A', product: 'B' },
      ),
    ).toEqual([]);
  });

  it('says what was expected and what came', () => {
    expect(validateTemplate({ ...template, status: 'pending' }, values)[0]?.message).toBe(
      'The template must be approved, it is pending.',
    );
    expect(validateTemplate(named, { first_name: 'Ada', product: 'x'.repeat(1014) })[0]?.message).toBe(
      'At most 1,024 characters fit into the body, with its values it has 1,025.',
    );
    expect(validateTemplate({ ...named, body: 'No variables' }, { x: 'y' })[0]?.message).toBe(
      'The template has no variable x, nor any other.',
    );
    expect(validateTemplate({ ...named, body: '{{2}}' }, { '2': 'y' })[0]?.message).toBe(
      'Numbered variables must count up from 1, got 2.',
    );
  });
});

describe('Variables in free text', () => {
  const context = {
    contact: { first_name: 'Ada', tags: { vip: true }, orders: 3, nothing: null, blank: ' ' },
    agent: { name: 'Bo' },
  };
  it.each([
    ['are filled', 'Hello {{contact.first_name}}', 'Hello Ada', []],
    ['may have spaces around', 'Hello {{  contact.first_name  }}', 'Hello Ada', []],
    ['may be numbers', '{{contact.orders}}', '3', []],
    ['may be flags', '{{contact.tags.vip}}', 'true', []],
    ['take the fallback when missing', 'Hello {{contact.last_name | "there"}}', 'Hello there', []],
    ['take the fallback when null', '{{contact.nothing|"-"}}', '-', []],
    ['take the fallback when blank', "{{contact.blank | 'friend'}}", 'friend', []],
    ['take an empty fallback', 'Hello{{contact.last_name | ""}}', 'Hello', []],
    ['take a fallback with quotes', '{{x | "say \\"hi\\""}}', 'say "hi"', []],
    [
      'stay and are named when nothing fits',
      'Hello {{contact.last_name}} {{contact.last_name}}',
      'Hello {{contact.last_name}} {{contact.last_name}}',
      ['contact.last_name'],
    ],
    [
      'do not reach into a prototype',
      '{{contact.constructor}} {{toString}}',
      '{{contact.constructor}} {{toString}}',
      ['contact.constructor', 'toString'],
    ],
    ['do not print whole objects', '{{contact.tags}}', '{{contact.tags}}', ['contact.tags']],
    [
      'go no deeper than a value',
      '{{contact.first_name.length}}',
      '{{contact.first_name.length}}',
      ['contact.first_name.length'],
    ],
    ['are none without a name', '{{}} {{ | "x"}} {{1}}', '{{}} {{ | "x"}} {{1}}', []],
  ])('%s', (_title, text, filled, missing) => {
    expect(fillVariables(text, context)).toEqual({ text: filled, missing });
  });

  it('are put in once: a value is never read for variables', () => {
    expect(fillVariables('{{a}}', { a: '{{b}}', b: 'x' }).text).toBe('{{b}}');
    expect(fillVariables('{{a}}', { a: '$&' }).text).toBe('$&');
  });
});

describe('What a template must be given besides the variables of its texts', () => {
  const template = {
    id: 't',
    channel: 'whatsapp',
    name: 'ready',
    language: 'en',
    category: 'utility',
    status: 'approved',
    body: 'Hi {{1}}',
  } as const;

  it.each([
    [{ headerFormat: 'image' }, ['header.image', '1']],
    [
      { headerFormat: 'location' },
      ['header.latitude', 'header.longitude', 'header.name', 'header.address', '1'],
    ],
    [{ headerFormat: 'text', header: 'Order {{1}}' }, ['header.1', '1']],
    [
      {
        buttons: [
          { type: 'quick_reply', text: 'Thanks' },
          { type: 'copy_code', text: 'Copy' },
        ],
      },
      ['1', 'buttons.1.1'],
    ],
    [{ buttons: [{ type: 'otp', text: 'Copy code' }] }, ['1']],
  ] as const)('%j', (given, expected) => {
    expect(templateVariables({ ...template, ...given })).toEqual(expected);
  });

  it('has the shape that the provider can use', () => {
    const problems = (headerFormat: 'image' | 'location', values: Record<string, string>) =>
      validateTemplate({ ...template, headerFormat }, { '1': 'Ada', ...values }).map(({ code, field }) => [
        code,
        field,
      ]);
    const place = { 'header.name': 'Workshop', 'header.address': 'Berlin' };
    expect(problems('image', { 'header.image': 'https://files.example/a.png' })).toEqual([]);
    expect(problems('image', { 'header.image': '1003383421387256' })).toEqual([]);
    expect(problems('image', {})).toEqual([['variable_missing', 'variables.header.image']]);
    expect(problems('image', { 'header.image': 'a.png' })).toEqual([
      ['variable_malformed', 'variables.header.image'],
    ]);
    expect(problems('location', { ...place, 'header.latitude': '-90', 'header.longitude': '180' })).toEqual(
      [],
    );
    expect(problems('location', { ...place, 'header.latitude': '90.1', 'header.longitude': 'east' })).toEqual(
      [
        ['variable_malformed', 'variables.header.latitude'],
        ['variable_malformed', 'variables.header.longitude'],
      ],
    );
  });
});
