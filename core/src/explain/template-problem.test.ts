import { describe, expect, it } from 'vitest';
import { placeholdersIn } from '../message/pattern.js';
import type { Template, TemplateValues } from '../message/template.js';
import { englishTemplateWords, TEMPLATE_PROBLEMS } from '../message/template-problem.js';
import { type TemplateUse, validateTemplate } from '../message/validate-template.js';
import { germanTemplateWords } from './template-problem.de.js';
import { describeTemplateProblem } from './template-problem.js';

const template: Template = {
  id: 't',
  channel: 'whatsapp',
  name: 'ready',
  language: 'en',
  category: 'utility',
  status: 'approved',
  body: 'Hello {{1}}',
};
const button = { type: 'quick_reply', text: 'Yes' } as const;
const call = { type: 'phone_number', text: 'Call', phoneNumber: '+49301234567' } as const;
const link = { type: 'url', text: 'See', url: 'https://shop.example/' } as const;

interface More {
  readonly values?: TemplateValues;
  readonly use?: TemplateUse;
}
type Row = readonly [title: string, given: Partial<Template>, english: string, german: string, more?: More];

const ROWS: readonly Row[] = [
  [
    'a template in review',
    { status: 'pending' },
    'The template must be approved, it is pending.',
    'Die Vorlage muss genehmigt sein, sie ist noch in Prüfung.',
  ],
  [
    'another language',
    {},
    'The template must be in de, it is in en.',
    'Die Vorlage muss in der Sprache de sein, sie ist in en.',
    { use: { language: 'de' } },
  ],
  [
    'a category that no form takes',
    { category: 'authentication' },
    'No form allowed now takes a template of the category authentication.',
    'Keine Form, die jetzt erlaubt ist, nimmt eine Vorlage der Kategorie Authentifizierung.',
    { use: { ways: [{ form: 'template', categories: ['utility'] }] } },
  ],
  [
    'numbers among names',
    { body: '{{1}} {{name}}' },
    'Variables must all be numbers or all be names, got 1 and name.',
    'Variablen müssen entweder alle Nummern oder alle Namen sein, hier sind es 1 und name.',
    { values: { '1': 'a', name: 'b' } },
  ],
  [
    'numbers with a gap',
    { body: '{{1}} {{2}} {{4}}' },
    'Numbered variables must count up from 1, got 1, 2, and 4.',
    'Nummerierte Variablen müssen von 1 an zählen, hier sind es 1, 2 und 4.',
    { values: { '1': 'a', '2': 'b', '4': 'c' } },
  ],
  [
    'a missing value',
    {},
    'The variable 1 needs a value.',
    'Die Variable 1 braucht einen Wert.',
    { values: {} },
  ],
  [
    'an empty value',
    {},
    'The variable 1 must not be empty.',
    'Die Variable 1 darf nicht leer sein.',
    { values: { '1': ' ' } },
  ],
  [
    'an unknown variable',
    {},
    'The template has no variable 2, only 1.',
    'Die Vorlage hat keine Variable 2, nur 1.',
    { values: { '1': 'Ada', '2': 'Bo' } },
  ],
  [
    'a value for a template without variables',
    { body: 'Hello' },
    'The template has no variable 1, nor any other.',
    'Die Vorlage hat keine Variable 1 und auch keine andere.',
  ],
  [
    'a variable in the footer',
    { footer: '{{2}}' },
    'No variable may be put into the footer.',
    'In die Fußzeile darf keine Variable gesetzt werden.',
  ],
  [
    'a variable in a button',
    { buttons: [button, { ...button, text: '{{2}}' }] },
    'No variable may be put into the text of button 2.',
    'In den Text der Schaltfläche 2 darf keine Variable gesetzt werden.',
  ],
  [
    'two variables in a header',
    { header: '{{1}} {{2}}' },
    'At most one variable fits into the header, it has 2.',
    'In die Kopfzeile passt höchstens eine Variable, es sind 2.',
    { values: { '1': 'a', 'header.1': 'b', 'header.2': 'c' } },
  ],
  [
    'two variables in a link',
    { buttons: [{ ...link, url: 'https://shop.example/{{1}}/{{2}}' }] },
    'At most one variable fits into the link of button 1, it has 2.',
    'In den Link der Schaltfläche 1 passt höchstens eine Variable, es sind 2.',
    { values: { '1': 'a', 'buttons.0.1': 'b', 'buttons.0.2': 'c' } },
  ],
  [
    'a line break in a value',
    {},
    'The variable 1 must have no line break, no tab and at most 4 spaces in a row.',
    'Die Variable 1 darf keinen Zeilenumbruch, keinen Tabulator und höchstens 4 Leerzeichen in Folge haben.',
    { values: { '1': 'a\nb' } },
  ],
  [
    'a line break in a subject',
    { channel: 'email', header: 'Order\n7' },
    'The subject must be one line.',
    'Der Betreff muss in einer Zeile stehen.',
  ],
  [
    'a file that is none',
    { headerFormat: 'image' },
    'The variable header.image must be the https address of a file, or the id of one that the provider has.',
    'Die Variable header.image muss die https-Adresse einer Datei sein oder die Kennung einer Datei, die der Anbieter hat.',
    { values: { '1': 'Ada', 'header.image': 'a.png' } },
  ],
  [
    'a latitude beyond the pole',
    { headerFormat: 'location' },
    'The variable header.latitude must be a number from -90 to 90.',
    'Die Variable header.latitude muss eine Zahl von -90 bis 90 sein.',
    {
      values: {
        '1': 'Ada',
        'header.latitude': '91',
        'header.longitude': '0',
        'header.name': 'x',
        'header.address': 'y',
      },
    },
  ],
  [
    'a longitude that is no number',
    { headerFormat: 'location' },
    'The variable header.longitude must be a number from -180 to 180.',
    'Die Variable header.longitude muss eine Zahl von -180 bis 180 sein.',
    {
      values: {
        '1': 'Ada',
        'header.latitude': '0',
        'header.longitude': 'east',
        'header.name': 'x',
        'header.address': 'y',
      },
    },
  ],
  [
    'an e-mail without subject',
    { channel: 'email' },
    'The subject must not be empty.',
    'Der Betreff darf nicht leer sein.',
  ],
  [
    'an empty body',
    { body: ' ' },
    'The body must not be empty.',
    'Der Text darf nicht leer sein.',
    { values: {} },
  ],
  [
    'a body too long once it is filled',
    {},
    'At most 1,024 characters fit into the body, with its values it has 1,030.',
    'In den Text passen höchstens 1.024 Zeichen, mit den Werten sind es 1.030.',
    { values: { '1': 'x'.repeat(1024) } },
  ],
  [
    'a header too long',
    { header: 'x'.repeat(61) },
    'At most 60 characters fit into the header, with its values it has 61.',
    'In die Kopfzeile passen höchstens 60 Zeichen, mit den Werten sind es 61.',
  ],
  [
    'a subject too long',
    { channel: 'email', header: 'x'.repeat(990) },
    'At most 989 characters fit into the subject, with its values it has 990.',
    'In den Betreff passen höchstens 989 Zeichen, mit den Werten sind es 990.',
  ],
  [
    'a footer too long',
    { footer: 'x'.repeat(61) },
    'At most 60 characters fit into the footer, with its values it has 61.',
    'In die Fußzeile passen höchstens 60 Zeichen, mit den Werten sind es 61.',
  ],
  [
    'a button too long',
    { buttons: [{ ...button, text: 'x'.repeat(26) }] },
    'At most 25 characters fit into the text of button 1, with its values it has 26.',
    'In den Text der Schaltfläche 1 passen höchstens 25 Zeichen, mit den Werten sind es 26.',
  ],
  [
    'too many buttons',
    { channel: 'messenger', buttons: [button, button, button, button] },
    'At most 3 buttons fit, the template has 4.',
    'Höchstens 3 Schaltflächen passen, die Vorlage hat 4.',
  ],
  [
    'too many buttons of a kind',
    { buttons: [link, link, link] },
    'At most 2 buttons of the kind link fit, the template has 3.',
    'Höchstens 2 Schaltflächen der Art Link passen, die Vorlage hat 3.',
  ],
  [
    'a second button for calls',
    { buttons: [call, call] },
    'At most 1 button of the kind phone number fits, the template has 2.',
    'Höchstens 1 Schaltfläche der Art Telefonnummer passt, die Vorlage hat 2.',
  ],
];

const problemsOf = (given: Partial<Template>, { values = { '1': 'Ada' }, use = {} }: More = {}) =>
  validateTemplate({ ...template, ...given }, values, use);

describe('What keeps a template from being sent', () => {
  it.each(
    ROWS.map(([title, given, english, german, more]) => [title, { given, more, english, german }] as const),
  )('tells %s in English and German', (_title, { given, more, english, german }) => {
    const problems = problemsOf(given, more);
    expect(problems.map(({ message }) => message)).toEqual([english]);
    expect(problems.map((problem) => describeTemplateProblem(problem))).toEqual([english]);
    expect(problems.map((problem) => describeTemplateProblem(problem, 'de'))).toEqual([german]);
  });

  it('leaves no problem and no sentence without such a row', () => {
    const met = ROWS.flatMap(([, given, , , more]) => problemsOf(given, more));
    expect(new Set(met.map(({ code }) => code))).toEqual(new Set(TEMPLATE_PROBLEMS));
    expect(new Set(met.map(({ sentence }) => sentence))).toEqual(
      new Set(Object.keys(englishTemplateWords.sentences)),
    );
  });

  it('is said with the same figures in both languages', () => {
    for (const [sentence, pattern] of Object.entries(englishTemplateWords.sentences)) {
      const german = germanTemplateWords.sentences[sentence as keyof typeof englishTemplateWords.sentences];
      const figures = (of: unknown) => [...new Set(placeholdersIn(JSON.stringify(of)))].sort();
      expect(figures(german), sentence).toEqual(figures(pattern));
    }
  });

  it('is English elsewhere, with the figures of that language', () => {
    const [problem] = validateTemplate(template, { '1': 'x'.repeat(1024) });
    expect(describeTemplateProblem(problem!, 'pt-BR')).toBe(
      'At most 1.024 characters fit into the body, with its values it has 1.030.',
    );
  });

  it('shows what it was given as it stands', () => {
    const [problem] = validateTemplate(template, { '1': 'Ada', '{names}': 'x' });
    expect(describeTemplateProblem(problem!, 'de')).toBe('Die Vorlage hat keine Variable {names}, nur 1.');
  });
});
