// pg-boss alone: as many jobs as messages, queued one by one by as many clients, with a worker set up like the
// gateway's whose jobs do nothing. Arguments: database URL, jobs, clients. Prints one JSON object.
import { PgBoss } from '../../../gateway/node_modules/pg-boss/dist/index.js';
import { inParallel } from '../support/customers.mjs';

const [databaseUrl, jobs, clients] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const boss = new PgBoss({
  connectionString: databaseUrl,
  schema: `bench_${process.pid}`,
  // As many connections as the gateway has for its requests and its queue.
  max: 24,
  useListenNotify: true,
  schedule: false,
});
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue('job', { notify: true, retryLimit: 1000, retryBackoff: true, heartbeatSeconds: 10 });

let finished = 0;
let done;
const all = new Promise((resolve) => {
  done = resolve;
});
await boss.work(
  'job',
  {
    batchSize: 20,
    burstWhenBatchFull: true,
    localConcurrency: 2,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
    perJobResults: true,
  },
  async (batch) => {
    finished += batch.length;
    if (finished >= jobs) done();
    return batch.map(({ id }) => ({ id, status: 'completed' }));
  },
);

const start = performance.now();
await inParallel(
  Array.from({ length: jobs }, (_, index) => index),
  clients,
  (index) => boss.send('job', { workspaceId: 'bench', messageId: `message-${index}` }),
);
const accepted = performance.now() - start;
await all;
const dispatched = performance.now() - start;
console.log(JSON.stringify({ accepted: (jobs / accepted) * 1000, dispatched: (jobs / dispatched) * 1000 }));
await boss.stop({ graceful: true, timeout: 10_000 });
