import type { ChannelEvent } from '../channels/adapter.js';
import type { Deps } from './deps.js';
import type { ReceivingAccount } from './receive-channel-events.js';

type TemplateEvent = Extract<ChannelEvent, { type: 'template' }>;

/**
 * Writes down where a template stands with the provider now, so that nobody picks one that would be refused. One
 * that we have not seen comes with the next `gateway templates sync`. Returns false when nothing changes.
 */
export async function receiveTemplate(
  { db }: Deps,
  { workspaceId, id: accountId }: ReceivingAccount,
  { providerId, name, language, status, category }: TemplateEvent,
): Promise<boolean> {
  if (status === null && category === null) return false;
  const { numUpdatedRows } = await db
    .updateTable('template')
    .set({ ...(status !== null && { status }), ...(category !== null && { category }) })
    .where('workspace_id', '=', workspaceId)
    .where('channel_account_id', '=', accountId)
    .where((eb) =>
      eb.or([
        ...(providerId === null ? [] : [eb('provider_id', '=', providerId)]),
        eb.and([eb('name', '=', name), eb('language', '=', language)]),
      ]),
    )
    .where((eb) =>
      eb.or([
        ...(status === null ? [] : [eb('status', '!=', status)]),
        ...(category === null ? [] : [eb('category', '!=', category)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
