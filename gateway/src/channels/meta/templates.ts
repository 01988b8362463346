import type { HeaderFormat } from '@outbound-composer/core/message';
import { z } from 'zod';
import type { ProviderTemplate } from '../adapter.js';
import type { ErrorRow } from '../error-table.js';
import { askGraph } from './ask-graph.js';
import type { GraphAccess, GraphError } from './graph.js';
import { categoryOf, statusOf } from './template-words.js';

const Button = z.object({
  type: z.string(),
  text: z.string().default(''),
  url: z.string().optional(),
  phone_number: z.string().optional(),
  example: z.unknown().optional(),
});
const Component = z.object({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(Button).optional(),
  example: z
    .object({
      header_text: z.array(z.string()).optional(),
      body_text: z.array(z.array(z.string())).optional(),
      header_text_named_params: z.array(z.object({ param_name: z.string(), example: z.string() })).optional(),
      body_text_named_params: z.array(z.object({ param_name: z.string(), example: z.string() })).optional(),
    })
    .optional(),
});
type Component = z.output<typeof Component>;
const Template = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string(),
  components: z.array(Component),
});
type Template = z.output<typeof Template>;
const Page = z.object({
  data: z.array(Template),
  paging: z
    .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
    .optional(),
});

const PAGE_SIZE = 100;
/** Meta allows 6,000 templates an account; more pages than that would be a loop. */
const MOST_PAGES = 100;

/**
 * GET /{version}/{owner}/message_templates
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
 *
 * @param owner WhatsApp business account or Page
 * @param rowOf knows the errors of the channel
 * @throws ProviderUnavailableError
 */
export async function listMetaTemplates(
  access: GraphAccess,
  owner: string,
  rowOf: (error: GraphError) => ErrorRow | null,
  signal: AbortSignal,
): Promise<ProviderTemplate[]> {
  const templates: ProviderTemplate[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = {
      fields: 'id,name,language,status,category,components',
      limit: String(PAGE_SIZE),
      ...(after === undefined ? {} : { after }),
    };
    const call = { path: `${owner}/message_templates`, query };
    const { data, paging } = await askGraph(access, call, Page, rowOf, signal);
    templates.push(...data.flatMap(toTemplate));
    after = paging?.next === undefined ? undefined : paging.cursors?.after;
    if (after === undefined) break;
  }
  return templates;
}

function toTemplate(template: Template): ProviderTemplate[] {
  const part = (type: string) => template.components.find((component) => component.type === type);
  const header = part('HEADER');
  const body = part('BODY');
  const headerFormat = formatOf(header);
  // A format that is new to us cannot be filled in.
  if (body?.text === undefined || headerFormat === null) return [];
  const buttons = part('BUTTONS')?.buttons ?? [];
  return [
    {
      providerId: template.id,
      name: template.name,
      language: template.language,
      category: categoryOf(template.category),
      status: statusOf(template.status),
      header: header?.text ?? null,
      ...(headerFormat === 'text' ? {} : { headerFormat }),
      body: body.text,
      footer: part('FOOTER')?.text ?? null,
      buttons: buttons.flatMap(toButton),
      examples: {
        ...examplesOf(header, 'header.'),
        ...examplesOf(body, ''),
        ...buttonExamples(buttons),
      },
    },
  ];
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components#headers */
function formatOf(header: Component | undefined): HeaderFormat | null {
  switch (header?.format) {
    case undefined:
    case 'TEXT':
      return 'text';
    case 'IMAGE':
      return 'image';
    case 'VIDEO':
      return 'video';
    case 'DOCUMENT':
      return 'document';
    case 'LOCATION':
      return 'location';
    default:
      return null;
  }
}

function toButton(button: z.output<typeof Button>): ProviderTemplate['buttons'] {
  const { text, url, phone_number: phoneNumber } = button;
  switch (button.type) {
    case 'QUICK_REPLY':
    case 'POSTBACK':
      return [{ type: 'quick_reply', text }];
    case 'URL':
      return [{ type: 'url', text, ...(url === undefined ? {} : { url }) }];
    case 'PHONE_NUMBER':
      return [{ type: 'phone_number', text, ...(phoneNumber === undefined ? {} : { phoneNumber }) }];
    case 'COPY_CODE':
      return [{ type: 'copy_code', text }];
    case 'FLOW':
      return [{ type: 'flow', text }];
    case 'OTP':
      return [{ type: 'otp', text }];
    default:
      // Others need nothing from us, but keep their place: buttons are counted.
      return [{ type: 'quick_reply', text }];
  }
}

function examplesOf(component: Component | undefined, prefix: string): Record<string, string> {
  const example = component?.example;
  const numbered = example?.body_text?.[0] ?? example?.header_text ?? [];
  const named = example?.body_text_named_params ?? example?.header_text_named_params ?? [];
  return Object.fromEntries([
    ...numbered.map((value, index) => [`${prefix}${index + 1}`, value]),
    ...named.map(({ param_name, example: value }) => [param_name, value]),
  ]);
}

/** Of codes to copy; that of a link shows the whole link. */
function buttonExamples(buttons: readonly z.output<typeof Button>[]): Record<string, string> {
  return Object.fromEntries(
    buttons.flatMap(({ type, example }, index) => {
      const first = Array.isArray(example) ? example[0] : example;
      return type === 'COPY_CODE' && typeof first === 'string' ? [[`buttons.${index}.1`, first]] : [];
    }),
  );
}
