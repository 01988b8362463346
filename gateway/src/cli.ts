#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { createApiKey, listApiKeys, revokeApiKey } from './app/api-keys.js';
import { ProviderUnavailableError } from './channels/adapter.js';
import { closeAdapters } from './channels/registry.js';
import { newKey, SecretKeysError } from './secrets/keyring.js';
import {
  addAccountCommand,
  checkAccountsCommand,
  listAccountsCommand,
  removeAccountCommand,
  rotateKeysCommand,
} from './start/account-commands.js';
import { commandAccounts, configPath, environment, withWorkspace } from './start/command-context.js';
import { ConfigError, readConfig } from './start/config.js';
import { openDatabase } from './start/database.js';
import { importCommand } from './start/import-command.js';
import { createLog } from './start/log.js';
import { serve } from './start/serve.js';
import { setWebhooks } from './start/set-webhooks.js';
import { StartError } from './start/start-error.js';
import { syncTemplates } from './start/sync-templates.js';
import { VERSION } from './start/version.js';
import { EmbeddedPostgresError } from './store/embedded.js';

const ENVIRONMENT = `
Environment:
  OUTBOUND_CONFIG     configuration file, where --config is not given
  DATABASE_URL        a PostgreSQL of your own; absent: an embedded one
  OUTBOUND_DATA_DIR   where the embedded one keeps its data (.data/gateway)
  HOST, PORT          where the gateway listens (127.0.0.1, 4000)
  PUBLIC_URL          where it is reached from outside
  METRICS_PORT        a door of their own for Prometheus metrics; absent: none
  METRICS_HOST        where that door is (127.0.0.1)
  METRICS_TOKEN       what asks for metrics must show; without METRICS_PORT, at /metrics
  OUTBOUND_SECRET_KEYS       seal the credentials of added accounts (first key; the others only open)
  OUTBOUND_SECRET_KEYS_FILE  where they are, when not in the environment (secret-keys in the data folder)
  LOG_LEVEL           error, warn, info (default) or debug`;

/** Errors whose message is for the operator. */
const OURS = [ConfigError, StartError, EmbeddedPostgresError, ProviderUnavailableError, SecretKeysError];

const config = () => new Option('-c, --config <file>', 'configuration file (JSON)');

const program = new Command('gateway')
  .description('Contacts, search, conversations, outbox, channels and webhooks of Outbound Composer')
  .version(VERSION)
  .addHelpText('after', ENVIRONMENT);

program
  .command('serve')
  .description('migrate the database, then serve HTTP and send what is queued')
  .addOption(config())
  .action(async (options: { config?: string }) => {
    const env = environment(process.env);
    const path = configPath(options.config, env);
    const log = createLog({ level: process.env.LOG_LEVEL ?? 'info' });
    // Signals during the start are kept until there is something to stop.
    const stopped = firstSignal();
    const served = await serve({ ...env, config: await readConfig(path, process.env), log });
    process.stdout.write(`${served.url}\n`);
    log.info({ signal: await stopped }, 'stopping: what is under way is finished first');
    await served.close();
    log.info('stopped');
  });

program
  .command('migrate')
  .description('bring the database schema up to date')
  .action(async () => {
    const env = environment(process.env);
    const database = await openDatabase({ ...env, log: createLog({ level: 'info' }) });
    await database.close();
  });

program
  .command('import')
  .description('import contacts (.csv) and message histories (.ndjson); the formats are in docs/import.md')
  .argument('<file...>', 'imported in this order')
  .option('-s, --source <name>', 'where the external ids come from', 'crm')
  .option('--rejects <file>', 'where rows go that cannot be taken (default: <file>.rejects.csv or .ndjson)')
  .addOption(config())
  .action((files: string[], options: { source: string; rejects?: string; config?: string }) =>
    withWorkspace(options.config, (context) =>
      importCommand(context, { files, source: options.source, rejects: options.rejects }),
    ),
  );

const keys = program.command('keys').description('API keys of machines such as n8n');
keys
  .command('create')
  .description('make a key; it is printed once and kept nowhere')
  .argument('<name>', 'what the key is for')
  .addOption(config())
  .action((name: string, options: { config?: string }) =>
    withWorkspace(options.config, async ({ database, workspaceId }) => {
      const { key } = await createApiKey(database.db, workspaceId, name);
      process.stdout.write(`${key}\n`);
    }),
  );
keys
  .command('list')
  .description('list the keys, without the keys themselves')
  .addOption(config())
  .action((options: { config?: string }) =>
    withWorkspace(options.config, async ({ database, workspaceId }) => {
      for (const key of await listApiKeys(database.db, workspaceId)) {
        const state = key.revokedAt ? 'revoked' : (key.lastUsedAt?.toISOString() ?? 'never used');
        process.stdout.write([key.id, state, key.name].join('\t').concat('\n'));
      }
    }),
  );
keys
  .command('revoke')
  .description('make a key useless at once')
  .argument('<id>', 'as `keys list` shows it')
  .addOption(config())
  .action((id: string, options: { config?: string }) =>
    withWorkspace(options.config, async ({ database, workspaceId }) => {
      if (!/^[0-9a-f-]{36}$/i.test(id) || !(await revokeApiKey(database.db, workspaceId, id, new Date())))
        throw new StartError(`There is no key ${id} that could be revoked.`);
    }),
  );

program
  .command('webhooks')
  .description('where the providers report to')
  .command('set')
  .description('tell the providers that can be told, and print the addresses of all; needs PUBLIC_URL')
  .argument('[account]', 'key of one account; absent: all')
  .addOption(config())
  .action((key: string | undefined, options: { config?: string }) =>
    withWorkspace(options.config, async (context) => {
      const { publicUrl } = environment(process.env);
      if (publicUrl === undefined)
        throw new StartError('PUBLIC_URL is not set; providers must know where the gateway is reached.');
      const { accounts, adapters } = await commandAccounts(context);
      const workspace = context.config.workspace.name;
      try {
        for (const { account, url, told } of await setWebhooks(accounts, { publicUrl, workspace, key }))
          process.stdout.write(
            [account, told ? 'set' : 'enter at the provider', url].join('\t').concat('\n'),
          );
      } finally {
        await closeAdapters(adapters);
      }
    }),
  );

const accounts = program.command('accounts').description('sender accounts and their credentials');
accounts
  .command('add')
  .description(
    'ask the provider whether the credentials are good, then seal them in the database; a running gateway takes the account up at once',
  )
  .argument('<file>', 'JSON as one of channelAccounts in the configuration; - reads it from standard input')
  .option('--no-check', 'do not ask the provider')
  .addOption(config())
  .action((file: string, options: { check: boolean; config?: string }) =>
    withWorkspace(options.config, (context) =>
      addAccountCommand(context, { file, check: options.check }, print),
    ),
  );
accounts
  .command('check')
  .description('ask the providers whether the credentials are good; nothing is sent to anybody')
  .argument('[account]', 'key of one account; absent: all')
  .addOption(config())
  .action((key: string | undefined, options: { config?: string }) =>
    withWorkspace(options.config, async (context) => {
      if (!(await checkAccountsCommand(context, key, print))) process.exitCode = 1;
    }),
  );
accounts
  .command('list')
  .description('list the accounts and where their credentials are, without the credentials')
  .addOption(config())
  .action((options: { config?: string }) =>
    withWorkspace(options.config, (context) => listAccountsCommand(context, print)),
  );
accounts
  .command('remove')
  .description('forget the credentials of an account that was added; its history stays')
  .argument('<account>', 'its key')
  .addOption(config())
  .action((key: string, options: { config?: string }) =>
    withWorkspace(options.config, (context) => removeAccountCommand(context, key)),
  );
accounts
  .command('rotate')
  .description('seal all credentials anew with the first of the secret keys')
  .addOption(config())
  .action((options: { config?: string }) =>
    withWorkspace(options.config, (context) => rotateKeysCommand(context, print)),
  );
accounts
  .command('new-key')
  .description('print a new secret key for OUTBOUND_SECRET_KEYS; put it in front of those there are')
  .action(() => print(newKey()));

program
  .command('templates')
  .description('message templates of the providers')
  .command('sync')
  .description('take over what the providers list now')
  .addOption(config())
  .action((options: { config?: string }) =>
    withWorkspace(options.config, async (context) => {
      const { accounts, adapters } = await commandAccounts(context);
      try {
        for (const { account, templates } of await syncTemplates(context.database.db, accounts))
          process.stdout.write(`${account}\t${templates}\n`);
      } finally {
        await closeAdapters(adapters);
      }
    }),
  );

const print = (line: string) => void process.stdout.write(`${line}\n`);

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}

try {
  await program.exitOverride().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    process.exitCode = 1;
    const isOurs = OURS.some((kind) => error instanceof kind);
    process.stderr.write(`${isOurs ? (error as Error).message : String((error as Error).stack ?? error)}\n`);
  }
}
