import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../../src/store/database.js';
import { NOON } from './clock.js';
import { factories } from './factories.js';

/** A workspace with something of everything that an id can name; `mark` stands in each of its texts. */
export async function fullWorkspace(db: Kysely<Database>, mark: string, phone: string) {
  const make = factories(db);
  const workspace = await make.workspace();
  const account = await make.account(workspace.id, 'sms', { name: mark });
  const agent = await make.agent(workspace.id, { name: mark, external_id: mark });
  const key = await make.apiKey(workspace.id, { name: mark });
  const person = { last_name: mark, source: 'crm' };
  const contact = await make.contact(workspace.id, {
    ...person,
    external_id: `1-${mark}`,
    email: `${mark.toLowerCase()}@example.com`,
    phone,
  });
  const second = await make.contact(workspace.id, { ...person, external_id: `2-${mark}` });
  const identity = await make.identity(contact, account);
  const conversation = await make.conversation(contact, { assignee_id: agent.id });
  const content = JSON.stringify({ kind: 'text', text: mark });
  const attachment = randomUUID();
  await db
    .insertInto('attachment')
    .values({
      workspace_id: workspace.id,
      id: attachment,
      uploaded_by: `agent:${agent.id}`,
      name: mark,
      type: 'text/plain',
      bytes: mark.length,
      created_at: new Date(NOON),
      used_at: new Date(NOON),
    })
    .execute();
  await db
    .insertInto('attachment_piece')
    .values({
      workspace_id: workspace.id,
      attachment_id: attachment,
      number: 0,
      content: Buffer.from(mark),
    })
    .execute();
  const message = await make.message(conversation, identity, {
    direction: 'outbound',
    status: 'failed',
    content,
    attachment_id: attachment,
  });
  const template = await make.template(account, { body: mark });
  const subscription = randomUUID();
  await db
    .insertInto('webhook_subscription')
    .values({
      workspace_id: workspace.id,
      id: subscription,
      url: `https://${mark}.example/hook`,
      events: ['message.sent'],
      secret: `whsec_${mark}`,
      window_closing_hours: 2,
      created_at: new Date(NOON),
    })
    .execute();
  const event = await db
    .insertInto('webhook_event')
    .values({ workspace_id: workspace.id, type: 'message.sent', at: new Date(NOON), seen: '{}' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const delivery = await db
    .insertInto('webhook_delivery')
    .values({
      workspace_id: workspace.id,
      event_id: event.id,
      subscription_id: subscription,
      status: 'dead',
      last_error: mark,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const survey = randomUUID();
  await db
    .insertInto('survey')
    .values({
      workspace_id: workspace.id,
      id: survey,
      contact_id: contact.id,
      conversation_id: conversation.id,
      origin: 'request',
      status: 'sent',
      question: mark,
      scale: 5,
      created_at: new Date(NOON),
      due_at: new Date(NOON),
    })
    .execute();
  return {
    workspace,
    account,
    key,
    ids: {
      contacts: contact.id,
      second: second.id,
      conversations: conversation.id,
      messages: message.id,
      agents: agent.id,
      accounts: account.id,
      templates: template.id,
      attachments: attachment,
      subscriptions: subscription,
      deliveries: delivery.id,
      surveys: survey,
    },
  };
}
