/**
 * A gateway without HTTP, to be killed: queues one message for each key that it reads as a line, writes the key back
 * once its message is accepted, and dispatches at the same time.
 *
 * Arguments: database URL, provider URL, workspace id, channel account id, agent id, contact ids joined by commas.
 */
import { createInterface } from 'node:readline';
import { presets } from '@outbound-composer/core';
import type { Deps } from '../../src/app/deps.js';
import { sendMessage } from '../../src/app/send-message.js';
import { startQueue } from '../../src/queue/boss.js';
import { startWorker } from '../../src/queue/worker.js';
import { connect } from '../../src/store/connect.js';
import { httpAdapter } from './http-adapter.js';

const [databaseUrl, providerUrl, workspaceId, accountId, agentId, contactIds] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const contacts = contactIds.split(',');
const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`);

const connection = connect(databaseUrl, { max: 10 });
const queue = await startQueue({ databaseUrl, workspaceId, onError });
const deps: Deps = {
  db: connection.db,
  queue: queue.queue,
  clock: Date.now,
  presetFor: () => presets.current,
  accounts: new Map([
    [
      accountId,
      {
        id: accountId,
        workspaceId,
        key: 'telegram',
        channel: 'telegram',
        adapter: httpAdapter(providerUrl),
        settings: {},
      },
    ],
  ]),
};
await startWorker(deps, queue.boss, { databaseUrl, workspaceId, onError, roundMs: 1_000 });
process.stdout.write('ready\n');

for await (const key of createInterface({ input: process.stdin })) void accept(key);

/** Again until it is accepted, as a client with an Idempotency-Key would. */
async function accept(key: string): Promise<void> {
  const contactId = contacts[Number(key) % contacts.length]!;
  for (;;) {
    try {
      const result = await sendMessage(deps, {
        actor: { kind: 'agent', workspaceId, agentId, name: 'Ada', role: 'agent' },
        idempotencyKey: key,
        contactId,
        request: {
          contact: contactId,
          purpose: 'support',
          content: { kind: 'text', text: `Message ${key}` },
          takeOver: false,
        },
      });
      if ('refused' in result) throw new Error(`refused: ${result.refused.decision.reason}`);
      process.stdout.write(`${key} ${result.message.id}\n`);
      return;
    } catch (error) {
      onError(error);
    }
  }
}
