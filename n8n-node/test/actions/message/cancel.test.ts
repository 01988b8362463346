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

const parameters = { resource: 'message', operation: 'cancel', messageId: '={{ $json.messageId }}' };

describe('cancelling messages', () => {
  it('takes back what has not left, and sends what is too late through the other output with the reason', async () => {
    gateway.on('cancelMessage', ({ params }) =>
      params.id === id(901)
        ? { status: 200, body: message({ id: id(901), status: 'cancelled' }) }
        : problem('not_cancellable', 'Its provider has taken it.'),
    );
    const { outputs, error } = await runNode(gateway, parameters, [
      { messageId: id(901) },
      { messageId: id(902) },
    ]);

    expect(error).toBeUndefined();
    expect(outputs).toMatchObject([
      [{ json: { messageId: id(901), cancelled: true, status: 'cancelled' }, pairedItem: { item: 0 } }],
      [
        {
          json: {
            messageId: id(902),
            cancelled: false,
            reason: 'not_cancellable',
            explanation: 'Its provider has taken it.',
          },
          pairedItem: { item: 1 },
        },
      ],
    ]);
  });

  it('says that there is no such message', async () => {
    gateway.on('cancelMessage', () => problem('message_not_found', 'There is no message with this id.'));
    const { error } = await runNode(gateway, parameters, [{ messageId: id(901) }]);
    expect(error?.message).toBe('Message ID was not found');
  });

  it('asks for nothing where an item names no message', async () => {
    const { error } = await runNode(gateway, parameters, [{ messageId: id(901) }, {}]);
    expect(error).toMatchObject({ message: 'Message ID is empty', context: { itemIndex: 1 } });
    expect(gateway.asked).toEqual([]);
  });
});
