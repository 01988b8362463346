import type { Channel, TemplateCategory } from '../policy/types.js';
import { fallbackOf, TEMPLATE_VARIABLE } from './variables.js';

/** Where a template stands with the provider. */
export type TemplateStatus = 'approved' | 'pending' | 'rejected' | 'paused' | 'disabled';

/** What stands above the body. */
export type HeaderFormat = 'text' | 'image' | 'video' | 'document' | 'location';

export interface TemplateButton {
  /** `flow` opens a form of the provider's, `otp` copies or fills in the code of the body. */
  readonly type: 'quick_reply' | 'url' | 'phone_number' | 'copy_code' | 'flow' | 'otp';
  readonly text: string;
  /** May hold a variable. */
  readonly url?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

/**
 * A message agreed on beforehand. Variables stand as `{{1}}` or `{{first_name}}`; where we fill the text ourselves they
 * may carry a fallback, `{{first_name | "there"}}`. In e-mail the header is the subject.
 */
export interface Template {
  readonly id: string;
  readonly channel: Channel;
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly status: TemplateStatus;
  /** Of a header that is text. */
  readonly header?: string | null | undefined;
  /** Default `text`. */
  readonly headerFormat?: HeaderFormat | undefined;
  readonly body: string;
  readonly footer?: string | null | undefined;
  readonly buttons?: readonly TemplateButton[] | undefined;
}

/** Values by the names that `templateVariables` gives. */
export type TemplateValues = Readonly<Record<string, string>>;

/** One part of a template that may hold variables, and how its numbered ones are told from those of other parts. */
export interface TemplatePart {
  readonly field: string;
  readonly text: string;
  readonly prefix: string;
}

/** Header, body and button links, in the order in which a customer reads them. */
export function partsOf(template: Template): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  if (template.header) parts.push({ field: 'header', text: template.header, prefix: 'header.' });
  parts.push({ field: 'body', text: template.body, prefix: '' });
  template.buttons?.forEach((button, index) => {
    if (button.url)
      parts.push({ field: `buttons[${index}].url`, text: button.url, prefix: `buttons.${index}.` });
  });
  return parts;
}

/** What a header that is no text must be given: the address of a file, or a place on earth. */
const HEADER_VALUES: Readonly<Record<HeaderFormat, readonly string[]>> = {
  text: [],
  image: ['header.image'],
  video: ['header.video'],
  document: ['header.document'],
  location: ['header.latitude', 'header.longitude', 'header.name', 'header.address'],
};

/**
 * The variables to fill, each once, in the order in which they appear. Numbers count anew in each part, so those
 * outside the body carry it: `header.1`, `1`, `buttons.0.1`. A name means the same everywhere. A header with a file
 * takes its address (`header.image`, …), a button that copies a code takes the code (`buttons.0.1`).
 *
 * @example templateVariables({ ...template, header: 'Order {{1}}', body: 'Hello {{1}}' }) // ['header.1', '1']
 */
export function templateVariables(template: Template): readonly string[] {
  const found = new Set<string>(HEADER_VALUES[template.headerFormat ?? 'text']);
  for (const part of partsOf(template)) {
    for (const name of namesIn(part.text)) found.add(keyOf(name, part));
  }
  template.buttons?.forEach((button, index) => {
    if (button.type === 'copy_code') found.add(`buttons.${index}.1`);
  });
  return [...found];
}

/** One variable as it stands in a text. */
export interface TextVariable {
  readonly name: string;
  /** Taken when there is no value; undefined: a value is needed. */
  readonly fallback: string | undefined;
}

/** The variables between braces in a text, in order, with repetitions. */
export function variablesIn(text: string): readonly TextVariable[] {
  return [...text.matchAll(TEMPLATE_VARIABLE)].map(([, name, double, single]) => ({
    name: name!,
    fallback: fallbackOf(double, single),
  }));
}

/** Their names alone. */
export function namesIn(text: string): readonly string[] {
  return variablesIn(text).map(({ name }) => name);
}

/** The name under which the value of a variable is given. */
export function keyOf(name: string, part: TemplatePart): string {
  return isNumber(name) ? part.prefix + name : name;
}

export function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Fills one part in one pass, so that a value is never read as a variable. Unfilled ones stay as they are. */
export function fillPart(part: TemplatePart, values: TemplateValues): string {
  return part.text.replace(TEMPLATE_VARIABLE, (whole, name: string, double?: string, single?: string) => {
    const key = keyOf(name, part);
    const value = Object.hasOwn(values, key) ? values[key]! : '';
    const fallback = fallbackOf(double, single);
    if (/\S/.test(value)) return value;
    return fallback ?? (Object.hasOwn(values, key) ? value : whole);
  });
}

export interface TemplatePreview {
  readonly header: string | null;
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly TemplateButton[];
  /** All of it as plain text, one part a line. */
  readonly text: string;
}

/** The message as the customer will see it. Variables without a value stay visible as `{{name}}`. */
export function renderTemplate(template: Template, values: TemplateValues): TemplatePreview {
  const filled = new Map(partsOf(template).map((part) => [part.field, fillPart(part, values)]));
  const header = filled.get('header') ?? null;
  const body = filled.get('body')!;
  const footer = template.footer || null;
  const buttons = (template.buttons ?? []).map((button, index) => {
    const url = filled.get(`buttons[${index}].url`);
    return url === undefined ? button : { ...button, url };
  });
  const text = [header, body, footer].filter((part) => part !== null).join('\n');
  return { header, body, footer, buttons, text };
}
