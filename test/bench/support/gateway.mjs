// A gateway in a process of its own, so that its memory is its own, and clients and provider take none of its time.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const SECRET = 'bench-app-secret';
export const WORKSPACE = 'bench';
const SELF = fileURLToPath(import.meta.url);

/**
 * Starts a gateway with WhatsApp at this provider, and an API key for it.
 * @returns {Promise<{ url: string, databaseUrl: string, workspaceId: string, key: string,
 *   memory: () => Promise<{ rss: number, heapUsed: number }>, rss: () => Promise<number>, close: () => Promise<void> }>}
 */
export async function startGateway({ dataDir, providerUrl }) {
  const child = fork(SELF, [JSON.stringify({ dataDir, providerUrl })], { execArgv: ['--expose-gc'] });
  const answer = () =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The gateway has ended.'));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  const served = await answer();
  return {
    ...served,
    /** After its garbage was collected. */
    memory: () => {
      child.send('memory');
      return answer();
    },
    /** As it is, in bytes. */
    rss: async () => {
      child.send('rss');
      return (await answer()).rss;
    },
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send('close');
      await gone;
    },
  };
}

if (process.argv[1] === SELF) {
  const { connect, createApiKey, createLog, serve } = await import('@outbound-composer/gateway');
  const { dataDir, providerUrl } = JSON.parse(process.argv[2]);
  const gateway = await serve({
    config: {
      workspace: {
        name: WORKSPACE,
        agentTokens: { issuer: 'bench', secret: 'a-secret-of-more-than-32-characters' },
      },
      // One key asks for all clients here.
      limits: { requestsPerMinute: 1_000_000_000, requestsAtOnce: 10_000, eventStreamsPerKey: 100_000 },
      channelAccounts: [
        {
          key: 'wa',
          channel: 'whatsapp',
          name: 'WhatsApp',
          settings: {
            baseUrl: providerUrl,
            phoneNumberId: '1',
            accessToken: 'token',
            appSecret: SECRET,
            verifyToken: 'verify',
          },
        },
      ],
    },
    dataDir,
    port: 0,
    log: createLog({ level: 'error' }),
  });
  const { url, databaseUrl, workspaceId } = gateway;
  const connection = connect(databaseUrl);
  const { key } = await createApiKey(connection.db, workspaceId, 'bench');
  await connection.close();
  process.on('message', async (asked) => {
    if (asked === 'memory') globalThis.gc();
    if (asked !== 'close') {
      const { rss, heapUsed } = process.memoryUsage();
      return process.send({ rss, heapUsed });
    }
    await gateway.close();
    process.disconnect();
  });
  process.send({ url, databaseUrl, workspaceId, key });
}
