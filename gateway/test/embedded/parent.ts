/** A process that starts the embedded server and then waits, to be killed, or ends without stopping it. */
import { startEmbeddedPostgres } from '../../src/store/embedded.js';

const [dataDir = '', then] = process.argv.slice(2);
const silent = { info: () => {}, warn: () => {} };
const server = await startEmbeddedPostgres({ dataDir, log: silent });
console.log(JSON.stringify({ pid: server.pid, url: server.url }));
if (then === 'exit') process.exit(0);
setInterval(() => {}, 60_000);
