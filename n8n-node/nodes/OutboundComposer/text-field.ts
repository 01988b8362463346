import type { IExecuteFunctions } from 'n8n-workflow';

/** A text field of an item, trimmed; empty where its expression has no value. */
export function textField(context: IExecuteFunctions, name: string, index: number): string {
  return String(context.getNodeParameter(name, index, '') ?? '').trim();
}
