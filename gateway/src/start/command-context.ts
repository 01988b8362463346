import type { Deps, DispatchAccount } from '../app/deps.js';
import { createAdapters } from '../channels/registry.js';
import { dispatchSettings } from './accounts.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { type OpenDatabase, openDatabase } from './database.js';
import { createLog } from './log.js';
import type { MetricsOptions } from './metrics.js';
import { openKeyring } from './secret-keys.js';
import { StartError } from './start-error.js';
import { StoredAccounts } from './stored-accounts.js';
import { storeAccounts, storeWorkspace } from './workspace.js';

/** What the environment says where the command line says nothing. */
export interface Environment {
  readonly config: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly metrics: MetricsOptions;
}

export function environment(env: NodeJS.ProcessEnv): Environment {
  const given = (name: string) => (env[name]?.trim() ? env[name].trim() : undefined);
  const portOf = (name: string): number | undefined => {
    const port = given(name);
    if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65535))
      throw new ConfigError(`${name}: expected a number from 0 to 65535, got ${JSON.stringify(port)}`);
    return port === undefined ? undefined : Number(port);
  };
  return {
    config: given('OUTBOUND_CONFIG'),
    databaseUrl: given('DATABASE_URL'),
    dataDir: given('OUTBOUND_DATA_DIR') ?? '.data/gateway',
    host: given('HOST') ?? '127.0.0.1',
    port: portOf('PORT') ?? 4000,
    publicUrl: given('PUBLIC_URL'),
    metrics: { token: given('METRICS_TOKEN'), port: portOf('METRICS_PORT'), host: given('METRICS_HOST') },
  };
}

export function configPath(option: string | undefined, { config }: Environment): string {
  const path = option ?? config;
  if (path !== undefined) return path;
  throw new ConfigError('There is no configuration: give --config <file>, or set OUTBOUND_CONFIG.');
}

export interface CommandContext {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly workspaceId: string;
}

/** Runs a command on the configured workspace's database, and closes it afterwards. */
export async function withWorkspace<T>(
  option: string | undefined,
  run: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const env = environment(process.env);
  const config = await readConfig(configPath(option, env), process.env);
  const log = createLog({ level: 'warn' });
  const database = await openDatabase({ databaseUrl: env.databaseUrl, dataDir: env.dataDir, log });
  try {
    const workspaceId = await storeWorkspace(database.db, config);
    await storeAccounts(database.db, workspaceId, config);
    return await run({ config, database, workspaceId });
  } finally {
    await database.close();
  }
}

/**
 * The accounts that can dispatch, of the configuration and those that were added, for a command that talks to
 * providers.
 */
export async function commandAccounts({
  config,
  database,
  workspaceId,
}: CommandContext): Promise<{ accounts: Deps['accounts']; adapters: ReturnType<typeof createAdapters> }> {
  const adapters = createAdapters();
  const ids = await storeAccounts(database.db, workspaceId, config);
  const accounts = new Map<string, DispatchAccount>();
  for (const one of dispatchSettings(config, adapters))
    accounts.set(ids.get(one.key)!, { ...one, id: ids.get(one.key)!, workspaceId });
  await new StoredAccounts(accounts, {
    db: database.db,
    workspaceId,
    adapters,
    keyring: await openKeyring({ env: process.env, dataDir: environment(process.env).dataDir }),
    configured: new Set(ids.keys()),
    failed: (key, error) => {
      throw new StartError(`${key}: ${(error as Error).message}`, { cause: error });
    },
  }).load();
  return { adapters, accounts };
}
