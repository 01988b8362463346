import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeGateway, problem } from '../../support/gateway.js';
import { runNode } from '../../support/node.js';
import { id, message } from '../../support/samples.js';

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await FakeGateway.start();
});
afterEach(() => gateway.reset());
afterAll(() => gateway.stop());

const parameters = { resource: 'message', operation: 'getStatus', messageId: '={{ $json.messageId }}' };

describe('the status of a message', () => {
  it('says what became of each message, and why one failed', async () => {
    const failure = {
      reason: 'window_closed',
      message: 'The customer last wrote more than 24 hours ago.',
      remedy: 'Send a template.',
      retriable: false,
      providerCode: '131047',
    };
    gateway.on('getMessage', ({ params }) => ({
      status: 200,
      body:
        params.id === id(901)
          ? message({ id: id(901), status: 'read' })
          : message({ id: id(902), status: 'failed', failure }),
    }));
    const { outputs } = await runNode(gateway, parameters, [{ messageId: id(901) }, { messageId: id(902) }]);

    expect(outputs).toHaveLength(1);
    expect(outputs[0]).toMatchObject([
      { json: { messageId: id(901), status: 'read' }, pairedItem: { item: 0 } },
      { json: { messageId: id(902), status: 'failed', failure }, pairedItem: { item: 1 } },
    ]);
  });

  it('says that there is no such message', async () => {
    gateway.on('getMessage', () => problem('message_not_found', 'There is no such message.'));
    const { error } = await runNode(gateway, parameters, [{ messageId: id(901) }]);
    expect(error).toMatchObject({
      message: 'Message ID was not found',
      description: expect.stringContaining('Message > Send Follow-Up'),
      context: { itemIndex: 0 },
    });
  });

  it('refuses an empty message ID before any request', async () => {
    const { error } = await runNode(gateway, parameters, [{}]);
    expect(error?.message).toBe('Message ID is empty');
    expect(gateway.asked).toEqual([]);
  });
});
