import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { SANDBOX_PAGE } from '../pages.js';
import { Behaviours } from './behaviour.js';
import { customerApi } from './customer-api.js';
import { type Customer, Directory } from './customers.js';
import { Inbox } from './inbox.js';
import { startMailServer } from './mail.js';
import type { Sandbox, SandboxAccounts } from './sandbox.js';
import { telegramApi } from './telegram.js';
import { Visitors } from './website-chat.js';
import { whatsappApi } from './whatsapp.js';
import { WRITERS } from './writers.js';

export interface SandboxOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly smtpPort: number;
  readonly gatewayUrl: string;
  readonly workspace: string;
  readonly accounts: SandboxAccounts;
  readonly customers: Iterable<Customer>;
  /** Keeps what arrived; null: nothing outlives the process. */
  readonly inboxFile: string | null;
  /** Origins that may show the page in a frame. */
  readonly frameAncestors: readonly string[];
  readonly pace?: Sandbox['pace'];
  readonly log: (line: string) => void;
}

export interface RunningSandbox {
  readonly url: string;
  readonly smtpPort: number;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

/** Starts the customers' phones and mailboxes, and the providers between them and us. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const inbox = await Inbox.open(options.inboxFile);
  const sandbox: Sandbox = {
    accounts: options.accounts,
    directory: new Directory(options.customers),
    inbox,
    behaviours: new Behaviours(),
    clock: Date.now,
    pace: options.pace ?? { delivered: 700, read: 1500 },
    chatUrl: `${options.gatewayUrl}/chat/${options.workspace}/${options.accounts.websiteChat.key}`,
    webhookUrl: (key) => `${options.gatewayUrl}/webhooks/${options.workspace}/${key}`,
    later: (work) => {
      const job = work(stopping.signal)
        .catch((error: Error) => {
          if (!stopping.signal.aborted) options.log(`Customer’s side: ${error.message}`);
        })
        .finally(() => running.delete(job));
      running.add(job);
    },
  };
  const mail = await startMailServer(sandbox, options.host, options.smtpPort);

  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      `default-src 'self'; frame-ancestors 'self' ${options.frameAncestors.join(' ')}`,
    );
  });
  whatsappApi(app, sandbox);
  telegramApi(app, sandbox);
  customerApi(app, sandbox, WRITERS, new Visitors(sandbox));
  await app.register(fastifyStatic, { root: SANDBOX_PAGE });
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await mail.close();
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;

  return {
    url: `http://${options.host}:${port}`,
    smtpPort: mail.port,
    sandbox,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
      await app.close();
      await mail.close();
      await inbox.close();
    },
  };
}
