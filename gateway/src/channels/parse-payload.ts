import type { z } from 'zod';
import { WebhookPayloadError, type WebhookRequest } from './adapter.js';

/** The JSON body of a genuine webhook. @throws WebhookPayloadError that names the field, without its value */
export function parsePayload<T extends z.ZodType>(request: WebhookRequest, schema: T): z.output<T> {
  let json: unknown;
  try {
    json = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new WebhookPayloadError('The body is not valid JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new WebhookPayloadError(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}
