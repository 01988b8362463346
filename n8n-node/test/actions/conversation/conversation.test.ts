import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { located, runNode } from '../../support/node.js';
import { contact, conversation, id } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const byId = { resource: 'conversation', conversationBy: 'id', conversationId: '={{ $json.id }}' };
const byContact = {
  resource: 'conversation',
  conversationBy: 'contact',
  contact: located('email', '={{ $json.email }}'),
};
const answers = (over: Parameters<typeof conversation>[0]) => () => ({
  status: 200,
  body: conversation(over),
});

describe('conversations', () => {
  it('are got by their own ID', async () => {
    gateway.on('getConversation', answers({ status: 'closed' }));
    const { outputs } = await runNode(gateway, { ...byId, operation: 'get' }, [{ id: id(500) }]);
    expect(outputs).toEqual([
      [
        {
          json: expect.objectContaining({ conversationId: id(500), status: 'closed' }),
          pairedItem: { item: 0 },
        },
      ],
    ]);
  });

  it('are named by their contact', async () => {
    gateway.on('getContact', () => ({ status: 200, body: contact() }));
    gateway.on('closeConversation', answers({ status: 'closed' }));
    const close = { ...byContact, operation: 'close', category: 'Resolved', note: 'Parcel found' };
    const { outputs } = await runNode(gateway, close, [{ email: 'ada@example.com' }]);

    expect(outputs[0]?.[0]?.json.status).toBe('closed');
    expect(gateway.asked[1]).toMatchObject({
      route: 'closeConversation',
      params: { id: id(500) },
      body: { category: 'Resolved', summary: 'Parcel found' },
    });
  });

  it('are reopened for a reason', async () => {
    gateway.on('reopenConversation', answers({ reopenReason: 'The fix is out' }));
    const options = { takeOver: true };
    await runNode(gateway, { ...byId, operation: 'reopen', reason: 'The fix is out', options }, [
      { id: id(500) },
    ]);
    expect(gateway.asked[0]?.body).toEqual({ reason: 'The fix is out', takeOver: true });
  });

  it('are assigned to an agent or to nobody', async () => {
    gateway.on('assignConversation', answers({}));
    await runNode(gateway, { ...byId, operation: 'assign', agent: id(40) }, [{ id: id(500) }]);
    await runNode(gateway, { ...byId, operation: 'assign', assignTo: 'nobody' }, [{ id: id(500) }]);
    expect(gateway.asked.map(({ body }) => body)).toEqual([{ assignee: id(40) }, { assignee: null }]);
  });
});

describe('conversations with something wrong', () => {
  it('says that a contact has none yet', async () => {
    gateway.on('getContact', () => ({ status: 200, body: contact({ conversation: null }) }));
    const { error } = await runNode(gateway, { ...byContact, operation: 'get' }, [
      { email: 'ada@example.com' },
    ]);
    expect(error).toMatchObject({
      message: 'Contact has no conversation yet',
      description: expect.stringContaining('Send Follow-Up'),
      context: { itemIndex: 0 },
    });
  });

  it('says that another agent has it, and which option takes it over', async () => {
    gateway.on('reopenConversation', () => problem('takeover_required', 'Grace has this conversation.'));
    const { error } = await runNode(gateway, { ...byId, operation: 'reopen' }, [{ id: id(500) }]);
    expect(error).toMatchObject({
      message: 'Conversation belongs to another agent',
      description: expect.stringMatching(/Grace has this conversation.*Take Over/),
    });
  });

  it.each([
    { operation: 'get', field: { conversationId: '={{ "" }}' }, message: 'Conversation ID is empty' },
    { operation: 'assign', field: { agent: '={{ "" }}' }, message: 'Agent is empty' },
  ])('refuses a field before any request: $message', async ({ operation, field, message }) => {
    const { error } = await runNode(gateway, { ...byId, operation, ...field }, [{ id: id(500) }]);
    expect(error?.message).toBe(message);
    expect(gateway.asked).toEqual([]);
  });
});
