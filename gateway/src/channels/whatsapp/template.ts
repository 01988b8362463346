import { type Template, templateVariables } from '@outbound-composer/core/message';
import type { Outbound } from '../adapter.js';

type TemplateContent = Extract<Outbound['content'], { kind: 'template' }>;

/** One component of a template message with the values of its variables. */
export type Component =
  | { type: 'header' | 'body'; parameters: Parameter[] }
  | { type: 'button'; sub_type: 'url' | 'copy_code'; index: string; parameters: (Parameter | CouponCode)[] };
interface Parameter {
  type: 'text';
  parameter_name?: string;
  text: string;
}
interface CouponCode {
  type: 'coupon_code';
  coupon_code: string;
}

/**
 * The components that carry values; Meta takes the rest from the template itself.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 */
export function templateComponents({ template, variables }: TemplateContent): Component[] {
  const components: Component[] = [];
  if (template.header) {
    const parameters = parametersOf(template.header, 'header.', variables);
    if (parameters.length > 0) components.push({ type: 'header', parameters });
  }
  const body = parametersOf(template.body, '', variables);
  if (body.length > 0) components.push({ type: 'body', parameters: body });
  for (const [index, button] of template.buttons.entries()) {
    const values = button.url ? parametersOf(button.url, `buttons.${index}.`, variables) : [];
    if (button.type === 'url' && values.length > 0) {
      // The part of the link behind its variable takes no name, even in templates with named ones.
      const parameters = values.map(({ text }) => ({ type: 'text' as const, text }));
      components.push({ type: 'button', sub_type: 'url', index: String(index), parameters });
    }
    const code = variables[`buttons.${index}.1`];
    if (button.type === 'copy_code' && code !== undefined) {
      const parameters = [{ type: 'coupon_code' as const, coupon_code: code }];
      components.push({ type: 'button', sub_type: 'copy_code', index: String(index), parameters });
    }
  }
  return components;
}

const NO_OTHER_PARTS: Omit<Template, 'body'> = {
  id: '',
  channel: 'whatsapp',
  name: '',
  language: '',
  category: 'utility',
  status: 'approved',
};

/** The variables of one part, each once, numbered ones in the order of their numbers. */
function parametersOf(part: string, prefix: string, values: Readonly<Record<string, string>>): Parameter[] {
  const names = templateVariables({ ...NO_OTHER_PARTS, body: part });
  const numbered = names.every((name) => /^\d+$/.test(name));
  const ordered = numbered ? [...names].sort((a, b) => Number(a) - Number(b)) : names;
  return ordered.map((name) =>
    numbered
      ? { type: 'text', text: values[prefix + name] ?? '' }
      : { type: 'text', parameter_name: name, text: values[name] ?? '' },
  );
}
