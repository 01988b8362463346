import type { OutboundContent } from '@outbound-composer/core/contract';
import type { Located } from './contact-ref.js';
import { FieldFault } from './failures.js';

export type ContentKind = OutboundContent['kind'];

/** More than any channel takes; the gateway knows each channel's own limit. */
const LONGEST_TEXT = 100_000;

export function textContent(text: unknown, subject?: string): OutboundContent {
  const said = String(text ?? '');
  if (said.trim() === '')
    throw new FieldFault(
      'Text',
      'is empty',
      'Write a text, or check that its expression has a value for this item.',
    );
  if (said.length > LONGEST_TEXT)
    throw new FieldFault(
      'Text',
      `is longer than ${LONGEST_TEXT} characters`,
      'Check the expression in this field.',
    );
  return { kind: 'text', text: said, ...(subject ? { subject } : {}) };
}

export function templateContent(template: Located, variables: Record<string, unknown>): OutboundContent {
  const templateId = String(template.value ?? '').trim();
  if (templateId === '') throw new FieldFault('Template', 'is empty', 'Choose a template from the list.');
  return { kind: 'template', templateId, variables: filled(variables) };
}

/** Providers reject a message with an empty variable, so it is named here, before anything is sent. */
function filled(variables: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    const field = `Template Variables > ${name}`;
    if (typeof value === 'object' && value !== null)
      throw new FieldFault(field, 'is not a text', 'Choose one value of the object or list.');
    const text = String(value ?? '').trim();
    if (text === '')
      throw new FieldFault(
        field,
        'is empty',
        'Fill it in, or give a fallback: {{ $json.name || "customer" }}.',
      );
    texts[name] = text;
  }
  return texts;
}

/** The variables written as JSON, for templates that are chosen by an expression. */
export function variablesFromJson(json: unknown): Record<string, unknown> {
  const value = typeof json === 'string' ? parsed(json) : json;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FieldFault(
      'Template Variables',
      'is not a JSON object',
      'It must look like {"1": "Ada"}, with the template’s own variable names.',
    );
  return value as Record<string, unknown>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim() || '{}');
  } catch {
    return null;
  }
}
