import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { z } from 'zod';
import { WebhookPayloadError } from '../adapter.js';

/** Values stay text, because message ids are longer than numbers are exact; entities of a DTD are left alone. */
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, processEntities: false });

/** The children of the one element `xml`. @throws WebhookPayloadError that names the field, without its value */
export function parseXml<T extends z.ZodType>(text: string, schema: T): z.output<T> {
  if (XMLValidator.validate(text) !== true) throw new WebhookPayloadError('The body is not valid XML');
  let content: unknown;
  try {
    content = (parser.parse(text) as { xml?: unknown }).xml;
  } catch (cause) {
    throw new WebhookPayloadError('The body is not valid XML', { cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new WebhookPayloadError(`${issue?.path.join('.') || 'xml'}: ${issue?.message}`);
}
