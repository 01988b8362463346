/** Delivers webhooks until it is killed. Arguments: database URL, workspace id, allowed origin, timeout. */
import { presets } from '@outbound-composer/core';
import { startWebhookWorker } from '../../src/queue/webhook-worker.js';
import { connect } from '../../src/store/connect.js';

const [databaseUrl, id, origin, timeoutMs] = process.argv.slice(2) as [string, string, string, string];
startWebhookWorker(
  {
    db: connect(databaseUrl, { max: 5 }).db,
    clock: Date.now,
    workspace: { id, name: 'acme' },
    allowPrivateUrls: [origin],
    timeoutMs: Number(timeoutMs),
  },
  {
    preset: presets.current,
    onError: (error) => process.stderr.write(`${String(error)}\n`),
    pollMs: 50,
  },
);
