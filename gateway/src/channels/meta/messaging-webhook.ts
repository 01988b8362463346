import { z } from 'zod';
import type { ChannelEvent, WebhookRequest } from '../adapter.js';
import { parsePayload } from '../parse-payload.js';
import { eventsOf, Messaging, type MessagingRules } from './messaging-events.js';
import { templateNews } from './template-news.js';

/**
 * What Messenger and Instagram tell their apps:
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */
const Notification = z.object({
  object: z.string(),
  entry: z.array(
    z.object({
      id: z.string(),
      messaging: z.array(z.unknown()).optional(),
      /** The same events while another app leads the conversation: the contact has acted all the same. */
      standby: z.array(z.unknown()).optional(),
      changes: z.array(z.object({ field: z.string(), value: z.unknown() })).optional(),
    }),
  ),
});

/** @param accountId Page or Instagram account; one app has one webhook for all of them */
export function parseMessaging(
  request: WebhookRequest,
  accountId: string,
  rules: MessagingRules,
): ChannelEvent[] {
  const { object, entry } = parsePayload(request, Notification);
  if (object !== rules.object) return [{ type: 'ignored', kind: `object.${object}` }];
  return entry.flatMap(({ id, messaging = [], standby = [], changes = [] }) => {
    if (id !== accountId) return [{ type: 'ignored', kind: 'other_account' }];
    return [
      ...[...messaging, ...standby].flatMap((item) =>
        eventsOf(read(request, item, Messaging), accountId, rules),
      ),
      ...changes.flatMap(({ field, value }) =>
        field === 'message_template_status_update'
          ? [templateNews(value)]
          : [{ type: 'ignored' as const, kind: field }],
      ),
    ];
  });
}

/** One part of the body; a fault in it is named like one of the whole. */
function read<T extends z.ZodType>(request: WebhookRequest, part: unknown, schema: T): z.output<T> {
  return parsePayload({ ...request, body: Buffer.from(JSON.stringify(part ?? null)) }, schema);
}
