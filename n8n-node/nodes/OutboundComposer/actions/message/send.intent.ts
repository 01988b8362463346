import type { OutboundContent, SendMessage } from '@outbound-composer/core/contract';
import type { IDataObject, IExecuteFunctions, ResourceMapperValue } from 'n8n-workflow';
import { contactRef, type Located } from '../../contact-ref.js';
import { templateContent, textContent, variablesFromJson } from '../../content.js';
import { channelOf } from '../../descriptions/channel.js';
import { purposeOf } from '../../descriptions/purpose.js';
import { FieldFault } from '../../failures.js';

interface Options {
  batchSize?: number;
  batchInterval?: number;
  channelAccountId?: string;
  dryRun?: boolean;
  includeInput?: boolean;
  reopenReason?: string;
  subject?: string;
  takeOver?: boolean;
}

/** What the builder wants for one item. */
export interface Intent {
  readonly contact: string;
  /** The message, then what stands in for it where it is refused. */
  readonly messages: readonly [SendMessage, ...SendMessage[]];
  readonly dryRun: boolean;
  /** Fields of the input item to keep. */
  readonly input: IDataObject;
}

export function optionsOf(context: IExecuteFunctions, index: number): Options {
  return context.getNodeParameter('options', index, {}) as Options;
}

export function intentOf(context: IExecuteFunctions, index: number): Intent {
  const options = optionsOf(context, index);
  const contact = contactRef(context.getNodeParameter('contact', index) as Located);
  const channel = channelOf(context.getNodeParameter('channel', index));
  const common = {
    contact,
    purpose: purposeOf(context.getNodeParameter('purpose', index)),
    ...(options.takeOver ? { takeOver: true } : {}),
    ...(options.reopenReason?.trim() ? { reopenReason: options.reopenReason.trim() } : {}),
  };
  const [content, ...otherContents] = contentsOf(context, index, options.subject);
  const onChannel = (one: OutboundContent): SendMessage => ({
    ...common,
    content: one,
    ...(channel ? { channel } : {}),
    ...(options.channelAccountId ? { channelAccountId: options.channelAccountId } : {}),
  });
  // Without a channel the gateway takes the best one that permits this content.
  const anywhere = (one: OutboundContent): SendMessage => ({ ...common, content: one });
  const later = channel && elsewhere(context, index) ? [content, ...otherContents].map(anywhere) : [];
  return {
    contact,
    messages: [onChannel(content), ...otherContents.map(onChannel), ...later],
    dryRun: options.dryRun === true,
    input: options.includeInput ? (context.getInputData()[index]?.json ?? {}) : {},
  };
}

function elsewhere(context: IExecuteFunctions, index: number): boolean {
  return ['channel', 'templateThenChannel'].includes(fallbackOf(context, index));
}

function fallbackOf(context: IExecuteFunctions, index: number): string {
  return String(context.getNodeParameter('fallback', index, 'none'));
}

/** The message itself, then the template that stands in for a refused text. */
export function contentsOf(
  context: IExecuteFunctions,
  index: number,
  subject: string | undefined,
): [OutboundContent, ...OutboundContent[]] {
  const kind = context.getNodeParameter('contentKind', index);
  if (kind === 'template') return [templateOf(context, index)];
  if (kind !== 'text')
    throw new FieldFault(
      'Content',
      `has the unknown value "${String(kind)}"`,
      'It must be text or template.',
    );
  const text = textContent(context.getNodeParameter('text', index), subject?.trim());
  const withTemplate = ['template', 'templateThenChannel'].includes(fallbackOf(context, index));
  return withTemplate ? [text, templateOf(context, index)] : [text];
}

function templateOf(context: IExecuteFunctions, index: number): OutboundContent {
  const variables =
    context.getNodeParameter('variablesAs', index, 'fields') === 'json'
      ? variablesFromJson(context.getNodeParameter('variablesJson', index))
      : mappedVariables(context, index);
  return templateContent(context.getNodeParameter('template', index) as Located, variables);
}

/** Every variable that the editor knows of the template, also one without a value. */
function mappedVariables(context: IExecuteFunctions, index: number): Record<string, unknown> {
  const mapper = context.getNodeParameter('variables', index, {}) as Partial<ResourceMapperValue>;
  const values =
    mapper.mappingMode === 'autoMapInputData' ? context.getInputData()[index]?.json : mapper.value;
  const names = new Set([
    ...(mapper.schema ?? []).filter(({ removed }) => removed !== true).map(({ id }) => id),
    ...(mapper.mappingMode === 'autoMapInputData' ? [] : Object.keys(values ?? {})),
  ]);
  return Object.fromEntries([...names].map((name) => [name, values?.[name]]));
}
