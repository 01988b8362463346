import type { Outbound } from '../adapter.js';
import { type TextParameter, textParameters } from '../meta/template-parameters.js';

type TemplateContent = Extract<Outbound['content'], { kind: 'template' }>;
type Values = Readonly<Record<string, string>>;
type Button = TemplateContent['template']['buttons'][number];

/** One component of a template message with the values of its variables. */
type Component =
  | { type: 'header' | 'body'; parameters: Parameter[] }
  | { type: 'button'; sub_type: 'url' | 'copy_code' | 'flow'; index: string; parameters: Parameter[] };
type Parameter =
  | TextParameter
  | { type: 'image'; image: File }
  | { type: 'video'; video: File }
  | { type: 'document'; document: File & { filename?: string } }
  | {
      type: 'location';
      location: { latitude: string; longitude: string; name: string; address: string };
    }
  | { type: 'coupon_code'; coupon_code: string }
  | { type: 'action'; action: { flow_token: string } };
/** Where Meta fetches it, or the id of one that Meta has. */
type File = { link: string } | { id: string };

/**
 * A template with the values of its variables; Meta takes the rest from the template itself.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 *
 * @param messageId names our message to a flow
 */
export function templateOf(content: TemplateContent, messageId: string) {
  const { name, language } = content.template;
  const components = componentsOf(content, messageId);
  return {
    name,
    language: { policy: 'deterministic', code: language },
    ...(components.length > 0 ? { components } : {}),
  };
}

function componentsOf({ template, variables }: TemplateContent, messageId: string): Component[] {
  const header = headerOf(template, variables);
  const body = textParameters(template.body, '', variables);
  return [
    ...(header.length > 0 ? [{ type: 'header' as const, parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body' as const, parameters: body }] : []),
    ...template.buttons.flatMap((button, index) => buttonOf(button, index, variables, messageId)),
  ];
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components#headers */
function headerOf(
  { header, headerFormat = 'text' }: TemplateContent['template'],
  values: Values,
): Parameter[] {
  const value = (name: string) => values[`header.${name}`] ?? '';
  switch (headerFormat) {
    case 'text':
      return textParameters(header ?? '', 'header.', values);
    case 'image':
      return [{ type: 'image', image: fileOf(value('image')) }];
    case 'video':
      return [{ type: 'video', video: fileOf(value('video')) }];
    case 'document':
      return [{ type: 'document', document: { ...fileOf(value('document')), ...nameIn(value('document')) } }];
    case 'location': {
      const [latitude, longitude] = [value('latitude'), value('longitude')];
      const location = { latitude, longitude, name: value('name'), address: value('address') };
      return [{ type: 'location', location }];
    }
  }
}

const fileOf = (value: string): File => (/^\d+$/.test(value) ? { id: value } : { link: value });

/** A document is shown by its name; the last step of its address is one. */
function nameIn(value: string): { filename?: string } {
  const name = /^https?:\/\/[^?#]*\/([^/?#]+)/.exec(value)?.[1];
  return name === undefined ? {} : { filename: name };
}

/** Buttons without a value, such as quick replies and phone numbers, need nothing from us. */
function buttonOf(button: Button, index: number, values: Values, messageId: string): Component[] {
  const place = { type: 'button', index: String(index) } as const;
  switch (button.type) {
    case 'url': {
      // What stands behind a link takes no name, even in templates with named variables.
      const parameters = textParameters(button.url ?? '', `buttons.${index}.`, values).map(({ text }) => ({
        type: 'text' as const,
        text,
      }));
      return parameters.length > 0 ? [{ ...place, sub_type: 'url', parameters }] : [];
    }
    case 'copy_code': {
      const code = values[`buttons.${index}.1`];
      const parameters = [{ type: 'coupon_code' as const, coupon_code: code ?? '' }];
      return code === undefined ? [] : [{ ...place, sub_type: 'copy_code', parameters }];
    }
    // The code of an authentication template goes into its button too.
    case 'otp':
      return [{ ...place, sub_type: 'url', parameters: [{ type: 'text', text: values['1'] ?? '' }] }];
    // Comes back with the answer, and names the message that the form belongs to.
    case 'flow': {
      const parameters = [{ type: 'action' as const, action: { flow_token: messageId } }];
      return [{ ...place, sub_type: 'flow', parameters }];
    }
    case 'quick_reply':
    case 'phone_number':
      return [];
  }
}
