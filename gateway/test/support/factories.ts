import { createHash, randomBytes } from 'node:crypto';
import type { Channel } from '@outbound-composer/core';
import type { Role } from '@outbound-composer/core/contract';
import type { Insertable, Kysely, Selectable } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../src/app/deps.js';
import type { Database } from '../../src/store/database.js';
import { NOON } from './clock.js';

type Row<T extends keyof Database> = Selectable<Database[T]>;
type Given<T extends keyof Database> = Partial<Insertable<Database[T]>>;

const ADDRESSES: Partial<Record<Channel, () => string>> = {
  whatsapp: () => `+4917${digits(9)}`,
  sms: () => `+4917${digits(9)}`,
  email: () => `contact-${digits(8)}@example.com`,
};

/** Writes rows for tests: say what the test is about, everything else is filled in. */
export function factories(db: Kysely<Database>) {
  return {
    async workspace(given: Given<'workspace'> = {}): Promise<Row<'workspace'>> {
      const values = { id: uuid(), name: `workspace-${digits(8)}`, ...given };
      return db.insertInto('workspace').values(values).returningAll().executeTakeFirstOrThrow();
    },

    async agent(workspaceId: string, given: Given<'agent'> = {}): Promise<Row<'agent'>> {
      const id = uuid();
      const values = {
        id,
        external_id: `agent-${id}`,
        name: 'Ada Agent',
        role: 'agent' as Role,
        ...given,
        workspace_id: workspaceId,
      };
      return db.insertInto('agent').values(values).returningAll().executeTakeFirstOrThrow();
    },

    async apiKey(
      workspaceId: string,
      given: Given<'api_key'> = {},
    ): Promise<Row<'api_key'> & { key: string }> {
      const key = `oc_${randomBytes(32).toString('base64url')}`;
      const values = {
        id: uuid(),
        name: 'n8n',
        hash: createHash('sha256').update(key).digest(),
        ...given,
        workspace_id: workspaceId,
      };
      const row = await db.insertInto('api_key').values(values).returningAll().executeTakeFirstOrThrow();
      return { ...row, key };
    },

    async account(
      workspaceId: string,
      channel: Channel,
      given: Given<'channel_account'> = {},
    ): Promise<Row<'channel_account'>> {
      const values = {
        id: uuid(),
        key: `${channel}-${digits(6)}`,
        channel,
        name: `Our ${channel}`,
        ...given,
        workspace_id: workspaceId,
      };
      return db.insertInto('channel_account').values(values).returningAll().executeTakeFirstOrThrow();
    },

    async contact(workspaceId: string, given: Given<'contact'> = {}): Promise<Row<'contact'>> {
      const values = {
        id: uuid(),
        first_name: 'Grace',
        last_name: 'Hopper',
        ...given,
        workspace_id: workspaceId,
      };
      return db.insertInto('contact').values(values).returningAll().executeTakeFirstOrThrow();
    },

    async identity(
      contact: Row<'contact'>,
      account: Row<'channel_account'>,
      given: Given<'identity'> = {},
    ): Promise<Row<'identity'>> {
      const address = (ADDRESSES[account.channel] ?? (() => `user-${digits(10)}`))();
      const values = {
        id: uuid(),
        address,
        ...given,
        workspace_id: contact.workspace_id,
        contact_id: contact.id,
        channel_account_id: account.id,
        channel: account.channel,
      };
      return db.insertInto('identity').values(values).returningAll().executeTakeFirstOrThrow();
    },

    /** Closed an hour ago unless it says otherwise; mirrored on the contact as the gateway does. */
    async conversation(
      contact: Row<'contact'>,
      given: Given<'conversation'> = {},
    ): Promise<Row<'conversation'>> {
      const anHourAgo = new Date(NOON - 3_600_000);
      const status = given.status ?? 'closed';
      const values = {
        id: uuid(),
        last_activity_at: anHourAgo,
        ...(status === 'closed' ? { closed_at: anHourAgo } : { opened_at: anHourAgo }),
        ...given,
        status,
        workspace_id: contact.workspace_id,
        contact_id: contact.id,
      };
      const row = await db.insertInto('conversation').values(values).returningAll().executeTakeFirstOrThrow();
      await db
        .updateTable('contact')
        .set({
          conversation_status: row.status,
          assignee_id: row.assignee_id,
          last_activity_at: row.last_activity_at,
          closed_at: row.closed_at,
        })
        .where('workspace_id', '=', contact.workspace_id)
        .where('id', '=', contact.id)
        .execute();
      return row;
    },

    async message(
      conversation: Row<'conversation'>,
      identity: Row<'identity'>,
      given: Given<'message'> = {},
    ): Promise<Row<'message'>> {
      const direction = given.direction ?? 'inbound';
      const values = {
        id: uuid(),
        author_kind: direction === 'inbound' ? ('contact' as const) : ('agent' as const),
        content: JSON.stringify({ kind: 'text', text: 'Hello' }),
        status: direction === 'inbound' ? ('received' as const) : ('sent' as const),
        at: new Date(NOON - 3_600_000),
        ...given,
        direction,
        workspace_id: conversation.workspace_id,
        contact_id: conversation.contact_id,
        conversation_id: conversation.id,
        identity_id: identity.id,
        channel_account_id: identity.channel_account_id,
        channel: identity.channel,
      };
      return db.insertInto('message').values(values).returningAll().executeTakeFirstOrThrow();
    },

    async template(account: Row<'channel_account'>, given: Given<'template'> = {}): Promise<Row<'template'>> {
      const values = {
        id: uuid(),
        name: `follow_up_${digits(6)}`,
        language: 'en',
        category: 'utility' as const,
        status: 'approved' as const,
        body: 'Hello {{1}}, your case is solved.',
        ...given,
        workspace_id: account.workspace_id,
        channel_account_id: account.id,
        channel: account.channel,
      };
      return db.insertInto('template').values(values).returningAll().executeTakeFirstOrThrow();
    },
  };
}

export const asAgent = (agent: Row<'agent'>): Actor => ({
  kind: 'agent',
  workspaceId: agent.workspace_id,
  agentId: agent.id,
  name: agent.name,
  role: agent.role,
  team: agent.team,
});

export const asMachine = (key: Row<'api_key'>): Actor => ({
  kind: 'machine',
  workspaceId: key.workspace_id,
  keyId: key.id,
  name: key.name,
});

function digits(length: number): string {
  let text = '';
  while (text.length < length) text += (randomBytes(1)[0] ?? 0) % 10;
  return text;
}
