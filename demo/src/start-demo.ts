import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { connect, createApiKey, createLog, serve } from '@outbound-composer/gateway';
import { AGENTS } from './agents.js';
import { demoConfig, sandboxAccounts } from './config.js';
import type { CrmAccount } from './crm/accounts.js';
import { startCrm } from './crm/start-crm.js';
import { sampleFiles, writeSample } from './data/write-sample.js';
import { importSample } from './import-sample.js';
import { checkPorts, type DemoPorts, HOST } from './ports.js';
import { readCustomers } from './sandbox/customers.js';
import type { Sandbox } from './sandbox/sandbox.js';
import { startSandbox } from './sandbox/start-sandbox.js';

export interface DemoOptions {
  /** Everything the demo keeps: PostgreSQL's data, the sample, the customers' inboxes. */
  readonly dataDir: string;
  readonly ports: DemoPorts;
  readonly contacts: number;
  readonly seed: number;
  /** Epoch milliseconds that a new sample is made for. Default: this moment. */
  readonly now?: number;
  /** Throws away what an earlier start kept. */
  readonly fresh?: boolean;
  readonly pace?: Sandbox['pace'];
  /** One short line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Shows the bar of the import; default: no. */
  readonly progress?: boolean;
}

export interface RunningDemo {
  readonly crmUrl: string;
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  /** The gateway's PostgreSQL. */
  readonly databaseUrl: string;
  /** A key for machines, such as n8n. */
  createApiKey(name: string): Promise<string>;
  /** Stops every part, PostgreSQL included; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, the gateway, the CRM page and the customers' side; makes and imports the sample the first
 * time. Nothing is left running when it fails.
 */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const { ports, say } = options;
  const dataDir = resolve(options.dataDir);
  await checkPorts(ports);
  if (options.fresh === true) await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const at = (port: number) => `http://${HOST}:${port}`;

  // What was started is stopped in the opposite order.
  const stops: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      for (const one of stops.splice(0).reverse()) await one();
    })();
    return stopping;
  };

  try {
    const config = await demoConfig({
      crmOrigins: [at(ports.crm), `http://localhost:${ports.crm}`],
      sandboxUrl: at(ports.sandbox),
      smtpPort: ports.smtp,
    });
    const files = await keptSample(dataDir, options);

    const sandbox = await startSandbox({
      host: HOST,
      port: ports.sandbox,
      smtpPort: ports.smtp,
      gatewayUrl: at(ports.gateway),
      workspace: config.workspace.name,
      accounts: sandboxAccounts(config),
      customers: await readCustomers(files.customers),
      inboxFile: join(dataDir, 'inboxes.ndjson'),
      frameAncestors: [at(ports.crm), `http://localhost:${ports.crm}`],
      log: say,
      ...(options.pace === undefined ? {} : { pace: options.pace }),
    });
    stops.push(() => sandbox.stop());

    const gateway = await serve({
      config,
      dataDir: join(dataDir, 'gateway'),
      host: HOST,
      port: ports.gateway,
      // Refusals by the sandbox's providers and the like are on the page; the terminal gets what is wrong.
      log: createLog({ level: process.env.LOG_LEVEL ?? 'warn' }),
    });
    stops.push(() => gateway.close());

    await importSample({
      databaseUrl: gateway.databaseUrl,
      workspaceId: gateway.workspaceId,
      preset: config.workspace.preset,
      defaultCountry: config.workspace.defaultCountry,
      files,
      stateFile: join(dataDir, 'imported.json'),
      progress: options.progress === true,
      say,
    });

    const crm = await startCrm({
      host: HOST,
      port: ports.crm,
      gatewayUrl: gateway.url,
      sandboxUrl: sandbox.url,
      workspace: config.workspace.name,
      agentTokens: config.workspace.agentTokens,
      accounts: JSON.parse(await readFile(files.accounts, 'utf8')) as CrmAccount[],
    });
    stops.push(() => crm.stop());
    await signIn(crm.url, gateway.url);

    return {
      crmUrl: crm.url,
      gatewayUrl: gateway.url,
      sandboxUrl: sandbox.url,
      databaseUrl: gateway.databaseUrl,
      createApiKey: async (name) => {
        const { db, close } = connect(gateway.databaseUrl);
        try {
          return (await createApiKey(db, gateway.workspaceId, name)).key;
        } finally {
          await close();
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each agent signs in once: until then the gateway knows those of the import by their ids alone. */
async function signIn(crmUrl: string, gatewayUrl: string): Promise<void> {
  for (const { id } of AGENTS) {
    const session = await fetch(`${crmUrl}/token`, { headers: { cookie: `agent=${id}` } });
    const { token } = (await session.json()) as { token: string };
    const me = await fetch(`${gatewayUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    if (!me.ok) throw new Error(`The gateway does not take the CRM's tokens: ${await me.text()}`);
  }
}

/** The sample of an earlier start, or a new one. It is made once: windows go on closing as time passes. */
async function keptSample(dataDir: string, { contacts, seed, now, say }: DemoOptions) {
  const folder = join(dataDir, 'sample');
  const made = join(folder, 'made.json');
  const files = sampleFiles(folder);
  try {
    await readFile(made);
    return files;
  } catch {
    say(`Making ${contacts.toLocaleString('en')} sample contacts…`);
    await writeSample(folder, { contacts, seed, now: now ?? Date.now() });
    // Written last: a folder without it was left half made.
    await writeFile(made, JSON.stringify({ contacts, seed, now: new Date(now ?? Date.now()).toISOString() }));
    return files;
  }
}
