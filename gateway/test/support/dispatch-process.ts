/**
 * A process that only sends what is queued, through the real adapter of one account, to be killed.
 *
 * Arguments: database URL, workspace id, channel account id, channel, the account's settings as JSON.
 */
import { presets } from '@outbound-composer/core';
import type { ChannelAdapter } from '../../src/channels/adapter.js';
import { createAdapters } from '../../src/channels/registry.js';
import { startQueue } from '../../src/queue/boss.js';
import { startWorker } from '../../src/queue/worker.js';
import { connect } from '../../src/store/connect.js';

const [databaseUrl, workspaceId, accountId, channel, settings] = process.argv.slice(2) as [
  string,
  string,
  string,
  'whatsapp',
  string,
];
const onError = (error: unknown) => process.stderr.write(`${String(error)}\n`);
const adapter = createAdapters().get(channel) as ChannelAdapter;

const connection = connect(databaseUrl, { max: 5 });
const queue = await startQueue({ databaseUrl, workspaceId, onError });
const account = {
  id: accountId,
  workspaceId,
  key: channel,
  channel,
  adapter,
  settings: adapter.settings.parse(JSON.parse(settings)),
};
await startWorker(
  {
    db: connection.db,
    queue: queue.queue,
    clock: Date.now,
    presetFor: () => presets.current,
    accounts: new Map([[accountId, account]]),
  },
  queue.boss,
  { databaseUrl, workspaceId, onError, roundMs: 500 },
);
process.stdout.write('ready\n');
