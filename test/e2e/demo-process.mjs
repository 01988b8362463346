// The demo's parts in a process of their own, as `npm start` runs them. Talks to the one that forked it.
import { freePorts, startDemo } from '@outbound-composer/demo';

const [dataDir, contacts, seed, now] = process.argv.slice(2);
const demo = await startDemo({
  dataDir,
  ports: await freePorts(),
  contacts: Number(contacts),
  seed: Number(seed),
  now: Number(now),
  pace: { delivered: 50, read: 50 },
  say: () => {},
});
// Whoever forked it is gone or has had enough.
process.on('disconnect', async () => {
  await demo.stop();
  process.exit(0);
});
process.send({
  crm: demo.crmUrl,
  gateway: demo.gatewayUrl,
  sandbox: demo.sandboxUrl,
  apiKey: await demo.createApiKey('end-to-end'),
  now: Number(now),
});
