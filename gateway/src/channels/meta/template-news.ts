import { z } from 'zod';
import type { ChannelEvent } from '../adapter.js';
import { WebhookPayloadError } from '../adapter.js';
import { categoryOf, statusOf } from './template-words.js';

const News = z.object({
  event: z.string(),
  /** Some ids are longer than a number of JavaScript can hold; then name and language tell. */
  message_template_id: z.union([z.number(), z.string()]),
  message_template_name: z.string(),
  message_template_language: z.string(),
  message_template_category: z.string().optional(),
});

/**
 * A template was approved, rejected, paused, …
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export function templateNews(value: unknown): ChannelEvent {
  const parsed = News.safeParse(value);
  if (!parsed.success) {
    throw new WebhookPayloadError(
      `value.${parsed.error.issues[0]?.path.join('.')}: is not a template's news`,
    );
  }
  const { event, message_template_category: category, ...template } = parsed.data;
  return {
    type: 'template',
    providerId: exactId(template.message_template_id),
    name: template.message_template_name,
    language: template.message_template_language,
    // FLAGGED warns of a pause to come; the template still goes out until then.
    status: event === 'FLAGGED' ? null : statusOf(event),
    category: category === undefined ? null : categoryOf(category),
  };
}

const Recategorized = News.omit({ event: true, message_template_category: true }).extend({
  new_category: z.string(),
});

/**
 * Meta has put a template into another category, which is another price.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update
 */
export function categoryNews(value: unknown): ChannelEvent {
  const parsed = Recategorized.safeParse(value);
  // Without `new_category` it only announces the change.
  if (!parsed.success) return { type: 'ignored', kind: 'template_category_update' };
  const { new_category, ...template } = parsed.data;
  return {
    type: 'template',
    providerId: exactId(template.message_template_id),
    name: template.message_template_name,
    language: template.message_template_language,
    status: null,
    category: categoryOf(new_category),
  };
}

const exactId = (id: number | string): string | null =>
  typeof id === 'string' || Number.isSafeInteger(id) ? String(id) : null;
