import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ChannelAccountCheck } from '@outbound-composer/core/contract';
import { type AccountChange, type AccountsDeps, addAccount } from '../app/accounts/add-account.js';
import { checkAccount } from '../app/accounts/check-account.js';
import { AccountDefinition } from '../app/accounts/definition.js';
import { removeAccount } from '../app/accounts/remove-account.js';
import { rotateKeys } from '../app/accounts/rotate-keys.js';
import { webhookUrl } from '../app/accounts/webhook-url.js';
import { ProblemError } from '../app/problem.js';
import { closeAdapters, createAdapters } from '../channels/registry.js';
import { keyIdOf } from '../secrets/keyring.js';
import { everyAccount, sealedAccounts } from '../store/sealed-accounts.js';
import { type CommandContext, commandAccounts, environment } from './command-context.js';
import { ConfigError, configFaults, withEnvironment } from './config.js';
import { openKeyring } from './secret-keys.js';
import { StartError } from './start-error.js';

type Print = (line: string) => void;

/**
 * `accounts add`: seals an account of a JSON file, or of standard input (`-`), which is never an argument because
 * those can be seen by other users of the machine.
 */
export async function addAccountCommand(
  context: CommandContext,
  { file, check }: { readonly file: string; readonly check: boolean },
  print: Print,
): Promise<void> {
  const definition = await readDefinition(file);
  const { publicUrl, databaseUrl, dataDir } = environment(process.env);
  const keyring = await openKeyring({ env: process.env, dataDir, create: databaseUrl === undefined });
  if (!keyring)
    throw new StartError('OUTBOUND_SECRET_KEYS is not set; `gateway accounts new-key` prints a key for it.');
  const adapters = createAdapters();
  try {
    const deps: AccountsDeps = {
      db: context.database.db,
      keyring,
      adapters,
      configured: configured(context),
    };
    const added = await asStartError(addAccount(deps, changeOf(context), definition, { check }));
    print([definition.key, ...words(added.check)].join('\t'));
    if (adapters.get(definition.channel)?.webhook)
      print(['webhooks', webhookUrl(publicUrl, context.config.workspace.name, definition.key)].join('\t'));
  } finally {
    await closeAdapters(adapters);
  }
}

/**
 * `accounts check`: asks the provider of one account, or of all.
 * @returns whether all are good
 */
export async function checkAccountsCommand(
  context: CommandContext,
  key: string | undefined,
  print: Print,
): Promise<boolean> {
  const { accounts, adapters } = await commandAccounts(context);
  try {
    const chosen = [...accounts.values()].filter((account) => key === undefined || account.key === key);
    if (key !== undefined && chosen.length === 0)
      throw new StartError(`There is no account ${key} with settings.`);
    const checked = await Promise.all(
      chosen.map(async (account) => ({ account, check: await checkAccount(account) })),
    );
    for (const { account, check } of checked) print([account.key, ...words(check)].join('\t'));
    return checked.every(({ check }) => check.ok !== false);
  } finally {
    await closeAdapters(adapters);
  }
}

/** `accounts list`: every account, and where its credentials are; never the credentials. */
export async function listAccountsCommand(context: CommandContext, print: Print): Promise<void> {
  const { database, workspaceId, config } = context;
  const sealed = new Map(
    (await sealedAccounts(database.db, workspaceId)).map((account) => [account.key, account.sealed]),
  );
  const inFile = new Map(config.channelAccounts.map(({ key, settings }) => [key, settings !== undefined]));
  const rows = await everyAccount(database.db, workspaceId);
  const where = (key: string) => {
    const own = inFile.get(key);
    if (own !== undefined) return own ? 'configuration' : 'configuration, verdicts only';
    const found = sealed.get(key);
    return found === undefined ? 'no credentials, verdicts only' : `added, sealed with key ${keyIdOf(found)}`;
  };
  for (const { key, channel, name } of rows) print([key, channel, where(key), name].join('\t'));
}

/** `accounts remove`: forgets the credentials. */
export async function removeAccountCommand(context: CommandContext, key: string): Promise<void> {
  const deps = { db: context.database.db, configured: configured(context) };
  await asStartError(removeAccount(deps, changeOf(context), key));
}

/** `accounts rotate`: seals all anew with the first key. */
export async function rotateKeysCommand(context: CommandContext, print: Print): Promise<void> {
  const keyring = await openKeyring({ env: process.env, dataDir: environment(process.env).dataDir });
  if (!keyring) throw new StartError('There are no secret keys; set OUTBOUND_SECRET_KEYS.');
  const rotated = await rotateKeys({ db: context.database.db, keyring }, changeOf(context));
  print(`${rotated} sealed anew`);
}

/** Whoever may run commands here is not known by name. */
const changeOf = ({ workspaceId }: CommandContext): AccountChange => ({
  workspaceId,
  by: 'system',
  at: new Date(),
});

const configured = ({ config }: CommandContext): ReadonlySet<string> =>
  new Set(config.channelAccounts.map(({ key }) => key));

async function readDefinition(file: string): Promise<AccountDefinition> {
  const name = file === '-' ? 'standard input' : file;
  let json: unknown;
  try {
    json = JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
  } catch (cause) {
    // What JSON.parse complains of repeats the text, and in it may be a secret.
    const why = cause instanceof SyntaxError ? 'is not valid JSON' : (cause as Error).message;
    throw new ConfigError(`${name}: ${why}`, { cause });
  }
  const parsed = AccountDefinition.safeParse(withEnvironment(json, process.env, name));
  if (!parsed.success) throw new ConfigError(configFaults(parsed.error, name));
  return parsed.data;
}

function words({ ok, name, address, why }: ChannelAccountCheck): string[] {
  if (ok === null) return ['not checked'];
  return ok ? ['good', name ?? '', address ?? ''] : ['failed', why ?? ''];
}

/** The same in one line an error, for the terminal. */
async function asStartError<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
    const lines = error.errors.map(({ field, message, expected }) =>
      [field, expected === undefined ? message : `${message}; expected ${expected}`].join(': '),
    );
    throw new StartError(lines.length > 0 ? lines.join('\n') : error.message, { cause: error });
  });
}
