import type { Outbound } from '../adapter.js';
import { type TextParameter, textParameters } from '../meta/template-parameters.js';

type TemplateContent = Extract<Outbound['content'], { kind: 'template' }>;

type Component =
  | { type: 'header' | 'body'; parameters: TextParameter[] }
  | { type: 'buttons'; parameters: { type: 'URL'; url: string }[] };

/**
 * A utility template with the values of its variables; Meta takes the rest from the template itself.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages
 */
export function utilityTemplate({ template, variables }: TemplateContent) {
  const components: Component[] = [];
  const header = textParameters(template.header ?? '', 'header.', variables);
  if (header.length > 0) components.push({ type: 'header', parameters: header });
  const body = textParameters(template.body, '', variables);
  if (body.length > 0) components.push({ type: 'body', parameters: body });
  // All buttons share one component, and a link takes what stands in place of its variable.
  const links = template.buttons.flatMap(({ url }, index) =>
    textParameters(url ?? '', `buttons.${index}.`, variables).map(({ text }) => ({
      type: 'URL' as const,
      url: text,
    })),
  );
  if (links.length > 0) components.push({ type: 'buttons', parameters: links });
  const { name, language } = template;
  return { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) };
}
