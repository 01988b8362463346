import type { Way } from '../policy/types.js';
import { type LengthLimit, type MessageLimits, messageLimits } from './limits.js';
import { lengthIn } from './measure.js';
import {
  fillPart,
  isNumber,
  keyOf,
  namesIn,
  partsOf,
  type Template,
  type TemplateButton,
  type TemplateValues,
  templateVariables,
  variablesIn,
} from './template.js';

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

/** One thing that keeps a template from being sent. */
export interface TemplateProblem {
  /** E.g. `body`, `variables.first_name`, `buttons[0].text`. */
  readonly field: string;
  readonly code: (typeof TEMPLATE_PROBLEMS)[number];
  /** One English sentence: what was expected, what came. */
  readonly message: string;
}

export interface TemplateUse {
  /** The language asked for, e.g. `de` or `pt_BR`. */
  readonly language?: string;
  /** What `decide()` allows; checks the category. */
  readonly ways?: readonly Way[];
}

/**
 * Everything that would make the provider refuse this template with these values, before anything is sent.
 *
 * @returns An empty list when it can be sent.
 */
export function validateTemplate(
  template: Template,
  values: TemplateValues,
  use: TemplateUse = {},
): readonly TemplateProblem[] {
  return [
    ...permission(template, use),
    ...variablesAreSound(template),
    ...placesAreSound(template),
    ...valuesAreSound(template, values),
    ...partsFit(template, values),
  ];
}

function permission(template: Template, { language, ways }: TemplateUse): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (template.status !== 'approved') {
    problems.push(
      problem('status', 'template_not_approved', `The template must be approved, it is ${template.status}.`),
    );
  }
  if (language !== undefined && language !== template.language) {
    problems.push(
      problem(
        'language',
        'language_differs',
        `The template must be in ${language}, it is in ${template.language}.`,
      ),
    );
  }
  if (ways !== undefined && !ways.some((way) => fits(template, way))) {
    problems.push(
      problem(
        'category',
        'category_not_allowed',
        `No form allowed now takes a template of the category ${template.category}.`,
      ),
    );
  }
  return problems;
}

function fits(template: Template, way: Way): boolean {
  if (way.form === 'template') return way.categories.includes(template.category);
  return way.form === 'utility_template' && template.category === 'utility';
}

function variablesAreSound(template: Template): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  for (const part of partsOf(template)) {
    const names = [...new Set(namesIn(part.text))];
    const numbers = names.filter(isNumber).map(Number);
    if (numbers.length > 0 && numbers.length < names.length) {
      problems.push(
        problem(
          part.field,
          'variables_mixed',
          `Variables must all be numbers or all be names, got ${names.join(', ')}.`,
        ),
      );
    } else if (numbers.some((_, index) => !numbers.includes(index + 1))) {
      problems.push(
        problem(
          part.field,
          'variables_not_contiguous',
          `Numbered variables must count up from 1, got ${numbers.join(', ')}.`,
        ),
      );
    }
  }
  return problems;
}

/** How many variables the provider takes where. https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
function placesAreSound({ channel, header, footer, buttons = [] }: Template): TemplateProblem[] {
  if (channel !== 'whatsapp') return [];
  const problems: TemplateProblem[] = [];
  const atMostOne = (field: string, text: string) => {
    const count = new Set(namesIn(text)).size;
    if (count <= 1) return;
    const message = `At most one variable fits into the ${field}, it has ${count}.`;
    problems.push(problem(field, 'too_many_variables', message));
  };
  const none = (field: string, text: string) => {
    if (namesIn(text).length === 0) return;
    problems.push(problem(field, 'variable_not_allowed', `The ${field} must not hold variables.`));
  };
  atMostOne('header', header ?? '');
  none('footer', footer ?? '');
  buttons.forEach(({ text, url = '' }, index) => {
    none(`buttons[${index}].text`, text);
    atMostOne(`buttons[${index}].url`, url);
  });
  return problems;
}

function valuesAreSound(template: Template, values: TemplateValues): TemplateProblem[] {
  const names = templateVariables(template);
  const needed = names.filter((name) => !hasFallback(template, name));
  const missing = needed
    .filter((name) => !Object.hasOwn(values, name))
    .map((name) => problem(`variables.${name}`, 'variable_missing', `The variable ${name} needs a value.`));
  const empty = needed
    .filter((name) => Object.hasOwn(values, name) && !/\S/.test(values[name]!))
    .map((name) => problem(`variables.${name}`, 'variable_empty', `The variable ${name} must not be empty.`));
  const unknown = Object.keys(values)
    .filter((name) => !names.includes(name))
    .map((name) =>
      problem(
        `variables.${name}`,
        'variable_unknown',
        `The template has no variable ${name}, only ${names.join(', ') || 'none'}.`,
      ),
    );
  return [
    ...missing,
    ...empty,
    ...unknown,
    ...shapesAreSound(names, values),
    ...linesAreSound(template, values),
  ];
}

/** Whether a variable can do without a value everywhere it stands. */
function hasFallback(template: Template, key: string): boolean {
  const places = partsOf(template).flatMap((part) =>
    variablesIn(part.text).filter(({ name }) => keyOf(name, part) === key),
  );
  // One that stands in no text, such as a header's file, has nothing to fall back on.
  return places.length > 0 && places.every(({ fallback }) => fallback !== undefined);
}

/** WhatsApp: "Param text cannot have new-line/tab characters or more than 4 consecutive spaces". */
const TORN = /[\n\r\t]| {5}/;

/** Where a line break in a value would be refused, or end an e-mail's subject. */
function linesAreSound(template: Template, values: TemplateValues): TemplateProblem[] {
  if (template.channel === 'whatsapp') {
    return templateVariables(template)
      .filter((name) => Object.hasOwn(values, name) && TORN.test(values[name]!))
      .map((name) =>
        problem(
          `variables.${name}`,
          'line_break',
          `The variable ${name} must have no line break, no tab and at most 4 spaces in a row.`,
        ),
      );
  }
  const header = partsOf(template).find(({ field }) => field === 'header');
  if (template.channel !== 'email' || header === undefined || !/[\n\r]/.test(fillPart(header, values)))
    return [];
  return [problem('header', 'line_break', 'The subject must be one line.')];
}

function shapesAreSound(names: readonly string[], values: TemplateValues): TemplateProblem[] {
  return names
    .filter((name) => Object.hasOwn(values, name) && /\S/.test(values[name]!))
    .flatMap((name) => {
      const expected = SHAPES.find(({ of, fits }) => of.test(name) && !fits(values[name]!))?.expected;
      return expected === undefined
        ? []
        : [problem(`variables.${name}`, 'variable_malformed', `The variable ${name} must be ${expected}.`)];
    });
}

/** What the values of a header that is no text must look like. */
const SHAPES: readonly {
  readonly of: RegExp;
  readonly expected: string;
  fits(value: string): boolean;
}[] = [
  {
    of: /^header\.(image|video|document)$/,
    expected: 'the https address of a file, or the id of one that the provider has',
    fits: (value) => /^https:\/\/\S+$/.test(value) || /^\d+$/.test(value),
  },
  { of: /^header\.latitude$/, expected: 'a number from -90 to 90', fits: (value) => within(value, 90) },
  { of: /^header\.longitude$/, expected: 'a number from -180 to 180', fits: (value) => within(value, 180) },
];

const within = (value: string, most: number): boolean =>
  /^-?\d+(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= most;

function partsFit(template: Template, values: TemplateValues): TemplateProblem[] {
  const limits = limitsOf(template);
  const problems: TemplateProblem[] = [];
  const check = (field: string, text: string, limit: LengthLimit | null): void => {
    if (limit === null) return;
    const length = lengthIn(text, limit.unit);
    if (length <= limit.max) return;
    problems.push(
      problem(
        field,
        'too_long',
        `At most ${limit.max} ${limit.unit} fit into the ${field}, with its values it has ${length}.`,
      ),
    );
  };
  for (const part of partsOf(template)) {
    if (part.field === 'header') check('header', fillPart(part, values), limits.header);
    if (part.field === 'body') {
      const below = template.header ? limits.textBelowHeader : null;
      check('body', fillPart(part, values), below ?? limits.text);
    }
  }
  if (template.channel === 'email' && !/\S/.test(template.header ?? '')) {
    problems.push(problem('header', 'empty', 'The subject must not be empty.'));
  }
  if (!/\S/.test(template.body)) problems.push(problem('body', 'empty', 'The body must not be empty.'));
  check('footer', template.footer ?? '', limits.footer);
  const buttons = template.buttons ?? [];
  buttons.forEach((button, index) => {
    check(`buttons[${index}].text`, button.text, limits.button);
  });
  if (limits.buttons !== null && buttons.length > limits.buttons) {
    problems.push(
      problem(
        'buttons',
        'too_many_buttons',
        `At most ${limits.buttons} buttons fit, the template has ${buttons.length}.`,
      ),
    );
  }
  return [...problems, ...(template.channel === 'whatsapp' ? kindsFit(buttons) : [])];
}

/** LINE takes the parts of a template message only with buttons; without them it leaves as plain text. */
function limitsOf({ channel, buttons = [] }: Template): MessageLimits {
  return messageLimits(channel, channel === 'line' && buttons.length === 0 ? 'free_form' : 'template');
}

/** https://docs.gupshup.io/docs/template-button-list */
const MOST_OF_A_KIND: Readonly<Partial<Record<TemplateButton['type'], number>>> = {
  url: 2,
  phone_number: 1,
  copy_code: 1,
};

function kindsFit(buttons: readonly TemplateButton[]): TemplateProblem[] {
  return Object.entries(MOST_OF_A_KIND).flatMap(([type, most]) => {
    const count = buttons.filter((button) => button.type === type).length;
    const message = `At most ${most} of the kind ${type} fit, the template has ${count}.`;
    return count > most ? [problem('buttons', 'too_many_buttons', message)] : [];
  });
}

function problem(field: string, code: TemplateProblem['code'], message: string): TemplateProblem {
  return { field, code, message };
}
