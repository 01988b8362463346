import { type Template, templateVariables } from '@outbound-composer/core/message';

export interface TextParameter {
  type: 'text';
  parameter_name?: string;
  text: string;
}

const NO_OTHER_PARTS: Omit<Template, 'body'> = {
  id: '',
  channel: 'whatsapp',
  name: '',
  language: '',
  category: 'utility',
  status: 'approved',
};

/** The variables of one part of a template, each once, numbered ones in the order of their numbers. */
export function textParameters(
  part: string,
  prefix: string,
  values: Readonly<Record<string, string>>,
): TextParameter[] {
  const names = templateVariables({ ...NO_OTHER_PARTS, body: part });
  const numbered = names.every((name) => /^\d+$/.test(name));
  const ordered = numbered ? [...names].sort((a, b) => Number(a) - Number(b)) : names;
  return ordered.map((name) =>
    numbered
      ? { type: 'text', text: values[prefix + name] ?? '' }
      : { type: 'text', parameter_name: name, text: values[name] ?? '' },
  );
}
