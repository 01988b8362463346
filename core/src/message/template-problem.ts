import type { TemplateCategory } from '../policy/types.js';
import type { LengthUnit } from './limits.js';
import { fill, forCount, number, type Pattern } from './pattern.js';
import type { TemplateButton, TemplateStatus } from './template.js';

export const TEMPLATE_PROBLEMS = [
  'template_not_approved',
  'language_differs',
  'category_not_allowed',
  'variables_mixed',
  'variables_not_contiguous',
  'variable_missing',
  'variable_empty',
  'variable_unknown',
  'variable_not_allowed',
  'too_many_variables',
  'line_break',
  'variable_malformed',
  'empty',
  'too_long',
  'too_many_buttons',
] as const;
export type TemplateProblemCode = (typeof TEMPLATE_PROBLEMS)[number];

/** What can be said about a template: a code, or one of several sentences of a code. */
export type TemplateSentence =
  | Exclude<TemplateProblemCode, 'variable_malformed' | 'empty'>
  | 'variable_unknown.none'
  | 'line_break.subject'
  | 'variable_malformed.file'
  | 'variable_malformed.latitude'
  | 'variable_malformed.longitude'
  | 'empty.subject'
  | 'empty.body'
  | 'too_many_buttons.kind';

/** Where in a template something is wrong. */
export type TemplatePlace = 'header' | 'subject' | 'body' | 'footer' | 'button' | 'link';

/** Buttons of which a provider takes only so many. */
export type LimitedButton = Extract<TemplateButton['type'], 'url' | 'phone_number' | 'copy_code'>;

/** What a sentence is filled with. Words of `TemplateWords.terms` are said in the reader's language. */
export type TemplateFigures = Readonly<Record<string, string | number | readonly string[]>>;

/** One thing that keeps a template from being sent. */
export interface TemplateProblem {
  /** E.g. `body`, `variables.first_name`, `buttons[0].text`. */
  readonly field: string;
  readonly code: TemplateProblemCode;
  /** One English sentence: what was expected, what came. `describeTemplateProblem` says it in other languages. */
  readonly message: string;
  /** Which sentence that is. */
  readonly sentence: TemplateSentence;
  readonly figures: TemplateFigures;
}

/** Everything that is said about templates in one language. */
export interface TemplateWords {
  readonly sentences: Readonly<Record<TemplateSentence, Pattern>>;
  /** By the figure that they fill; places follow "into". What is left out is said as it is. */
  readonly terms: {
    readonly place: Readonly<Record<TemplatePlace, string>>;
    readonly unit: Readonly<Partial<Record<LengthUnit, string>>>;
    readonly status?: Readonly<Record<Exclude<TemplateStatus, 'approved'>, string>>;
    readonly category?: Readonly<Record<TemplateCategory, string>>;
    readonly kind: Readonly<Record<LimitedButton, string>>;
  };
}

export const englishTemplateWords: TemplateWords = {
  sentences: {
    template_not_approved: 'The template must be approved, it is {status}.',
    language_differs: 'The template must be in {language}, it is in {actual}.',
    category_not_allowed: 'No form allowed now takes a template of the category {category}.',
    variables_mixed: 'Variables must all be numbers or all be names, got {names}.',
    variables_not_contiguous: 'Numbered variables must count up from 1, got {names}.',
    variable_missing: 'The variable {name} needs a value.',
    variable_empty: 'The variable {name} must not be empty.',
    variable_unknown: 'The template has no variable {name}, only {names}.',
    'variable_unknown.none': 'The template has no variable {name}, nor any other.',
    variable_not_allowed: 'No variable may be put into {place}.',
    too_many_variables: 'At most one variable fits into {place}, it has {count}.',
    line_break: 'The variable {name} must have no line break, no tab and at most 4 spaces in a row.',
    'line_break.subject': 'The subject must be one line.',
    'variable_malformed.file':
      'The variable {name} must be the https address of a file, or the id of one that the provider has.',
    'variable_malformed.latitude': 'The variable {name} must be a number from -90 to 90.',
    'variable_malformed.longitude': 'The variable {name} must be a number from -180 to 180.',
    'empty.subject': 'The subject must not be empty.',
    'empty.body': 'The body must not be empty.',
    too_long: 'At most {max} {unit} fit into {place}, with its values it has {length}.',
    too_many_buttons: {
      one: 'At most {max} button fits, the template has {count}.',
      other: 'At most {max} buttons fit, the template has {count}.',
    },
    'too_many_buttons.kind': {
      one: 'At most {max} button of the kind {kind} fits, the template has {count}.',
      other: 'At most {max} buttons of the kind {kind} fit, the template has {count}.',
    },
  },
  terms: {
    place: {
      header: 'the header',
      subject: 'the subject',
      body: 'the body',
      footer: 'the footer',
      button: 'the text of button {number}',
      link: 'the link of button {number}',
    },
    unit: { graphemes: 'characters' },
    kind: { url: 'link', phone_number: 'phone number', copy_code: 'copy code' },
  },
};

export function templateProblem(
  field: string,
  sentence: TemplateSentence,
  figures: TemplateFigures = {},
): TemplateProblem {
  const message = sayTemplateProblem({ sentence, figures }, englishTemplateWords, 'en');
  return { field, code: codeOf(sentence), message, sentence, figures };
}

/** A problem in the words of one language, with the figures as the locale writes them. */
export function sayTemplateProblem(
  { sentence, figures }: Pick<TemplateProblem, 'sentence' | 'figures'>,
  { sentences, terms }: TemplateWords,
  locale: string,
): string {
  const said: Record<string, string> = {};
  for (const [name, figure] of Object.entries(figures)) {
    said[name] =
      typeof figure === 'number'
        ? number(figure, locale)
        : typeof figure === 'string'
          ? figure
          : new Intl.ListFormat(locale, { type: 'conjunction' }).format(figure);
  }
  // Terms may themselves hold a figure, such as the number of a button.
  for (const [name, words] of Object.entries<Readonly<Record<string, string>>>(terms)) {
    const term = words[said[name] ?? ''];
    if (term !== undefined) said[name] = fill(term, said);
  }
  return fill(forCount(sentences[sentence], Number(figures.max), locale), said);
}

/** The code before the dot. */
function codeOf(sentence: TemplateSentence): TemplateProblemCode {
  return sentence.split('.')[0] as TemplateProblemCode;
}
