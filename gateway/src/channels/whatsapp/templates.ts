import { z } from 'zod';
import { type Account, type ProviderTemplate, ProviderUnavailableError } from '../adapter.js';
import { callProvider } from '../call-provider.js';
import { WHATSAPP_ERRORS } from './errors.js';
import type { WhatsAppSettings } from './settings.js';

const Button = z.object({
  type: z.string(),
  text: z.string().default(''),
  url: z.string().optional(),
  phone_number: z.string().optional(),
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
 * GET /{version}/{business-account-id}/message_templates
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
 *
 * Templates with a picture, video or document as header are left out: they cannot be sent without one.
 * @throws ProviderUnavailableError
 */
export async function listWhatsAppTemplates(
  { settings }: Account<WhatsAppSettings>,
  signal: AbortSignal,
): Promise<ProviderTemplate[]> {
  const { baseUrl, version, businessAccountId, accessToken, timeoutMs } = settings;
  if (businessAccountId === undefined) {
    throw new ProviderUnavailableError('businessAccountId is missing in the settings of this account');
  }
  const templates: ProviderTemplate[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const url = new URL(`${baseUrl}/${version}/${businessAccountId}/message_templates`);
    url.searchParams.set('fields', 'id,name,language,status,category,components');
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (after !== undefined) url.searchParams.set('after', after);
    const headers = { authorization: `Bearer ${accessToken}` };
    const called = await callProvider({ url: url.href, method: 'GET', headers, timeoutMs, signal });
    if ('fault' in called) throw new ProviderUnavailableError(called.fault.failure.message);
    const parsed = Page.safeParse(called.answer.json);
    if (!parsed.success)
      throw new ProviderUnavailableError(complaint(called.answer.status, called.answer.json));
    templates.push(...parsed.data.data.flatMap(toTemplate));
    after = parsed.data.paging?.next === undefined ? undefined : parsed.data.paging.cursors?.after;
    if (after === undefined) break;
  }
  return templates;
}

function complaint(status: number, json: unknown): string {
  const code = z.object({ error: z.object({ code: z.int() }) }).safeParse(json).data?.error.code;
  const known = code === undefined ? undefined : WHATSAPP_ERRORS[code];
  return known ? `${known.message} ${known.remedy ?? ''}`.trim() : `Meta answered ${code ?? status}`;
}

function toTemplate(template: Template): ProviderTemplate[] {
  const part = (type: string) => template.components.find((component) => component.type === type);
  const header = part('HEADER');
  const body = part('BODY');
  if (body?.text === undefined || (header !== undefined && header.format !== 'TEXT')) return [];
  return [
    {
      providerId: template.id,
      name: template.name,
      language: template.language,
      category: categoryOf(template.category),
      status: statusOf(template.status),
      header: header?.text ?? null,
      body: body.text,
      footer: part('FOOTER')?.text ?? null,
      buttons: (part('BUTTONS')?.buttons ?? []).flatMap(toButton),
      examples: { ...examplesOf(header, 'header.'), ...examplesOf(body, '') },
    },
  ];
}

/** A category that Meta invents is priced as its dearest, so it is treated like that. */
function categoryOf(category: string): ProviderTemplate['category'] {
  switch (category) {
    case 'UTILITY':
      return 'utility';
    case 'AUTHENTICATION':
      return 'authentication';
    default:
      return 'marketing';
  }
}

/** https://developers.facebook.com/docs/graph-api/reference/whats-app-business-hsm */
function statusOf(status: string): ProviderTemplate['status'] {
  switch (status) {
    case 'APPROVED':
      return 'approved';
    case 'PENDING':
    case 'IN_APPEAL':
      return 'pending';
    case 'REJECTED':
      return 'rejected';
    case 'PAUSED':
      return 'paused';
    default:
      return 'disabled';
  }
}

function toButton(button: z.output<typeof Button>): ProviderTemplate['buttons'] {
  const { text, url, phone_number: phoneNumber } = button;
  switch (button.type) {
    case 'QUICK_REPLY':
      return [{ type: 'quick_reply', text }];
    case 'URL':
      return [{ type: 'url', text, ...(url === undefined ? {} : { url }) }];
    case 'PHONE_NUMBER':
      return [{ type: 'phone_number', text, ...(phoneNumber === undefined ? {} : { phoneNumber }) }];
    case 'COPY_CODE':
      return [{ type: 'copy_code', text }];
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
