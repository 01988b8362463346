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
import {
  type LimitedButton,
  templateProblem as problem,
  type TemplatePlace,
  type TemplateProblem,
  type TemplateSentence,
} from './template-problem.js';

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
  const { status, category } = template;
  if (status !== 'approved') problems.push(problem('status', 'template_not_approved', { status }));
  if (language !== undefined && language !== template.language) {
    problems.push(problem('language', 'language_differs', { language, actual: template.language }));
  }
  if (ways !== undefined && !ways.some((way) => fits(template, way))) {
    problems.push(problem('category', 'category_not_allowed', { category }));
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
      problems.push(problem(part.field, 'variables_mixed', { names }));
    } else if (numbers.some((_, index) => !numbers.includes(index + 1))) {
      problems.push(problem(part.field, 'variables_not_contiguous', { names: numbers.map(String) }));
    }
  }
  return problems;
}

/** A place as sentences name it; buttons count from one. */
interface Where {
  readonly [figure: string]: string | number;
  readonly place: TemplatePlace;
}

/** How many variables the provider takes where. https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
function placesAreSound({ channel, header, footer, buttons = [] }: Template): TemplateProblem[] {
  if (channel !== 'whatsapp') return [];
  const problems: TemplateProblem[] = [];
  const atMostOne = (field: string, text: string, where: Where) => {
    const count = new Set(namesIn(text)).size;
    if (count > 1) problems.push(problem(field, 'too_many_variables', { ...where, count }));
  };
  const none = (field: string, text: string, where: Where) => {
    if (namesIn(text).length > 0) problems.push(problem(field, 'variable_not_allowed', where));
  };
  atMostOne('header', header ?? '', { place: 'header' });
  none('footer', footer ?? '', { place: 'footer' });
  buttons.forEach(({ text, url = '' }, index) => {
    none(`buttons[${index}].text`, text, { place: 'button', number: index + 1 });
    atMostOne(`buttons[${index}].url`, url, { place: 'link', number: index + 1 });
  });
  return problems;
}

function valuesAreSound(template: Template, values: TemplateValues): TemplateProblem[] {
  const names = templateVariables(template);
  const needed = names.filter((name) => !hasFallback(template, name));
  const missing = needed
    .filter((name) => !Object.hasOwn(values, name))
    .map((name) => problem(`variables.${name}`, 'variable_missing', { name }));
  const empty = needed
    .filter((name) => Object.hasOwn(values, name) && !/\S/.test(values[name]!))
    .map((name) => problem(`variables.${name}`, 'variable_empty', { name }));
  const unknown = Object.keys(values)
    .filter((name) => !names.includes(name))
    .map((name) =>
      names.length > 0
        ? problem(`variables.${name}`, 'variable_unknown', { name, names })
        : problem(`variables.${name}`, 'variable_unknown.none', { name }),
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
      .map((name) => problem(`variables.${name}`, 'line_break', { name }));
  }
  const header = partsOf(template).find(({ field }) => field === 'header');
  if (template.channel !== 'email' || header === undefined || !/[\n\r]/.test(fillPart(header, values)))
    return [];
  return [problem('header', 'line_break.subject')];
}

function shapesAreSound(names: readonly string[], values: TemplateValues): TemplateProblem[] {
  return names
    .filter((name) => Object.hasOwn(values, name) && /\S/.test(values[name]!))
    .flatMap((name) => {
      const torn = SHAPES.find(({ of, fits }) => of.test(name) && !fits(values[name]!));
      return torn === undefined ? [] : [problem(`variables.${name}`, torn.sentence, { name })];
    });
}

/** What the values of a header that is no text must look like. */
const SHAPES: readonly {
  readonly of: RegExp;
  readonly sentence: TemplateSentence;
  fits(value: string): boolean;
}[] = [
  {
    of: /^header\.(image|video|document)$/,
    sentence: 'variable_malformed.file',
    fits: (value) => /^https:\/\/\S+$/.test(value) || /^\d+$/.test(value),
  },
  { of: /^header\.latitude$/, sentence: 'variable_malformed.latitude', fits: (value) => within(value, 90) },
  {
    of: /^header\.longitude$/,
    sentence: 'variable_malformed.longitude',
    fits: (value) => within(value, 180),
  },
];

const within = (value: string, most: number): boolean =>
  /^-?\d+(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= most;

function partsFit(template: Template, values: TemplateValues): TemplateProblem[] {
  const limits = limitsOf(template);
  const problems: TemplateProblem[] = [];
  const check = (field: string, text: string, limit: LengthLimit | null, where: Where): void => {
    if (limit === null) return;
    const { max, unit } = limit;
    const length = lengthIn(text, unit);
    if (length > max) problems.push(problem(field, 'too_long', { ...where, max, unit, length }));
  };
  const isEmail = template.channel === 'email';
  for (const part of partsOf(template)) {
    if (part.field === 'header') {
      check('header', fillPart(part, values), limits.header, { place: isEmail ? 'subject' : 'header' });
    }
    if (part.field === 'body') {
      const below = template.header ? limits.textBelowHeader : null;
      check('body', fillPart(part, values), below ?? limits.text, { place: 'body' });
    }
  }
  if (isEmail && !/\S/.test(template.header ?? '')) problems.push(problem('header', 'empty.subject'));
  if (!/\S/.test(template.body)) problems.push(problem('body', 'empty.body'));
  check('footer', template.footer ?? '', limits.footer, { place: 'footer' });
  const buttons = template.buttons ?? [];
  buttons.forEach(({ text }, index) => {
    check(`buttons[${index}].text`, text, limits.button, { place: 'button', number: index + 1 });
  });
  if (limits.buttons !== null && buttons.length > limits.buttons) {
    problems.push(problem('buttons', 'too_many_buttons', { max: limits.buttons, count: buttons.length }));
  }
  return [...problems, ...(template.channel === 'whatsapp' ? kindsFit(buttons) : [])];
}

/** LINE takes the parts of a template message only with buttons; without them it leaves as plain text. */
function limitsOf({ channel, buttons = [] }: Template): MessageLimits {
  return messageLimits(channel, channel === 'line' && buttons.length === 0 ? 'free_form' : 'template');
}

/** https://docs.gupshup.io/docs/template-button-list */
const MOST_OF_A_KIND: Readonly<Record<LimitedButton, number>> = {
  url: 2,
  phone_number: 1,
  copy_code: 1,
};

function kindsFit(buttons: readonly TemplateButton[]): TemplateProblem[] {
  return Object.entries(MOST_OF_A_KIND).flatMap(([kind, max]) => {
    const count = buttons.filter(({ type }) => type === kind).length;
    return count > max ? [problem('buttons', 'too_many_buttons.kind', { kind, max, count })] : [];
  });
}
