// npm start [-- --fresh]: the whole demo, until Ctrl-C.
import { parseArgs } from 'node:util';
import { lineOf } from './line-of.js';
import { portsFrom } from './ports.js';
import { type RunningDemo, startDemo } from './start-demo.js';

const { values } = parseArgs({
  options: {
    /** Throw the kept data away and begin with a new sample. */
    fresh: { type: 'boolean', default: false },
    contacts: { type: 'string', default: '20000' },
    data: { type: 'string', default: process.env.DEMO_DATA_DIR ?? '.data/demo' },
  },
});

const say = (line: string) => console.log(line);
let demo: RunningDemo | null = null;
let ending = false;

// Ctrl-C may arrive twice: from the terminal, and passed on by npm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    // While it is still starting, the start below ends it.
    if (demo !== null) void end(demo);
  });

try {
  demo = await startDemo({
    dataDir: values.data,
    ports: portsFrom(process.env),
    contacts: Number(values.contacts),
    seed: 1,
    fresh: values.fresh,
    progress: true,
    say,
  });
  if (ending) await end(demo);
  else {
    say(`The gateway, with its API reference   ${demo.gatewayUrl}/docs`);
    say(`The customers’ phones and mailboxes   ${demo.sandboxUrl}`);
    say(`The CRM page with the composer (Ctrl-C stops everything):\n\n  ${demo.crmUrl}\n`);
  }
} catch (error) {
  // Ctrl-C during the start ends its helpers too, which then complain; the person knows why.
  console.error(ending ? 'Stopped before it had started.' : lineOf(error));
  process.exitCode = ending ? 130 : 1;
}

async function end(running: RunningDemo): Promise<void> {
  say('\nStopping…');
  await running.stop();
  say('Stopped. The data is kept for the next start.');
  process.exit(0);
}
