import type { IExecuteFunctions } from 'n8n-workflow';

/** A text field of an item, trimmed; empty where its expression has no value. */
export function textField(context: IExecuteFunctions, name: string, index: number): string {
  return String(context.getNodeParameter(name, index, '') ?? '').trim();
}

/** What a field holds as a list: an array as it is, a text split at its commas. */
export function textList(value: unknown): string[] {
  const items = Array.isArray(value) ? value : String(value ?? '').split(',');
  return items.map((item) => String(item ?? '').trim()).filter((item) => item !== '');
}
