import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newKey } from '../src/secrets/keyring.js';
import {
  addAccountCommand,
  checkAccountsCommand,
  listAccountsCommand,
  removeAccountCommand,
  rotateKeysCommand,
} from '../src/start/account-commands.js';
import type { CommandContext } from '../src/start/command-context.js';
import { Config } from '../src/start/config.js';
import { createLog } from '../src/start/log.js';
import { serve } from '../src/start/serve.js';
import { storeAccounts, storeWorkspace } from '../src/start/workspace.js';
import { type FakeProvider, fakeProvider } from './channels/fake-provider.js';
import { useDatabase } from './support/database.js';

const database = useDatabase();
const TOKEN = '123456:SECRET-of-the-bot';
const config = Config.parse({
  workspace: { name: 'acme', agentTokens: { issuer: 'crm', secret: 'the-crm-and-the-gateway-share-this' } },
  channelAccounts: [{ key: 'viber', channel: 'viber', name: 'Viber', facts: { region: 'DE' } }],
});
const ME = { status: 200, json: { ok: true, result: { first_name: 'ACME', username: 'acme_bot' } } };

let folder: string;
let provider: FakeProvider;
let context: CommandContext;
let printed: string[] = [];
const print = (line: string) => void printed.push(line);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oc-accounts-'));
  provider = await fakeProvider();
});
afterAll(async () => {
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  printed = [];
  vi.stubEnv('OUTBOUND_SECRET_KEYS', newKey());
  vi.stubEnv('PUBLIC_URL', 'https://gateway.example/');
  const workspaceId = await storeWorkspace(database.db, config);
  await storeAccounts(database.db, workspaceId, config);
  await database.db.updateTable('channel_account').set({ sealed_settings: null }).execute();
  const opened = { ...database.connection, url: database.url };
  context = { config, database: opened, workspaceId };
});
afterEach(() => vi.unstubAllEnvs());

const telegram = (over: object = {}) => ({
  key: 'bot',
  channel: 'telegram',
  name: 'Telegram',
  settings: { baseUrl: provider.url, botToken: TOKEN, secretToken: 'word' },
  ...over,
});
async function fileOf(definition: unknown): Promise<string> {
  const path = join(folder, 'account.json');
  await writeFile(path, typeof definition === 'string' ? definition : JSON.stringify(definition));
  return path;
}
async function add(definition: unknown, check = true) {
  const file = await fileOf(definition);
  await addAccountCommand(context, { file, check }, print);
}
const stored = async () =>
  (
    await sql<{ row: string }>`select channel_account::text as row from channel_account order by key`.execute(
      database.db,
    )
  ).rows.map(({ row }) => row);

describe('adding an account', () => {
  it('asks the provider, seals the credentials, and says where its webhooks go', async () => {
    provider.will(ME);
    await add(telegram());
    expect(printed).toEqual([
      'bot\tgood\tACME\t@acme_bot',
      'webhooks\thttps://gateway.example/webhooks/acme/bot',
    ]);
    const rows = (await stored()).join('\n');
    expect(rows).toContain('bot');
    expect(rows).not.toContain('SECRET-of-the-bot');
    printed = [];
    await listAccountsCommand(context, print);
    expect(printed).toEqual([
      expect.stringMatching(/^bot\ttelegram\tadded, sealed with key [0-9a-f]{8}\tTelegram$/),
      'viber\tviber\tconfiguration, verdicts only\tViber',
    ]);
  });

  it('takes secrets from the environment', async () => {
    vi.stubEnv('BOT_TOKEN', TOKEN);
    provider.will(ME);
    await add(
      telegram({ settings: { baseUrl: provider.url, botToken: `\${BOT_TOKEN}`, secretToken: 'word' } }),
    );
    expect(provider.requests.at(-1)!.path).toBe(`/bot${TOKEN}/getMe`);
  });

  it('keeps nothing of an account that the provider refuses', async () => {
    const before = await stored();
    provider.will({ status: 401, json: { ok: false, error_code: 401, description: 'Unauthorized' } });
    await expect(add(telegram())).rejects.toThrow(
      'settings: the provider was asked: Telegram answered 401 to getMe',
    );
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['{"key": "SECRET-of-the-bot', 'is not valid JSON'],
    [{ key: 'Bot' }, 'key: expected lower-case letters, digits and hyphens'],
    [telegram0({ channel: 'x' }), 'channel: this gateway sends by|channel: is none'],
    [
      telegram0({ settings: { botToken: 'no', secretToken: 'word' } }),
      'settings.botToken: expected a bot token',
    ],
    [
      telegram0({ settings: { botToken: `\${NOT_SET}` } }),
      'settings.botToken: the environment variable NOT_SET',
    ],
    [telegram0({ key: 'viber' }), 'key: stands in the configuration file; expected another key'],
    [telegram0({ settings: undefined }), 'settings.botToken: '],
  ])('refuses %j and names the field', async (definition, fault) => {
    const before = await stored();
    const error = await add(definition).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(new RegExp(fault));
    expect((error as Error).message).not.toContain('SECRET-of-the-bot');
    expect(await stored()).toEqual(before);
  });

  it('needs a key when the database is not the embedded one', async () => {
    vi.stubEnv('OUTBOUND_SECRET_KEYS', '');
    vi.stubEnv('OUTBOUND_DATA_DIR', folder);
    vi.stubEnv('DATABASE_URL', database.url);
    await expect(add(telegram(), false)).rejects.toThrow('OUTBOUND_SECRET_KEYS is not set');
    expect((await stored()).join()).not.toContain('SECRET');
  });

  it('makes a key of its own beside the embedded database, which nobody else may read', async () => {
    vi.stubEnv('OUTBOUND_SECRET_KEYS', '');
    vi.stubEnv('OUTBOUND_DATA_DIR', join(folder, 'data'));
    vi.stubEnv('DATABASE_URL', '');
    await add(telegram(), false);
    const path = join(folder, 'data', 'secret-keys');
    const first = await readFile(path, 'utf8');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await add(telegram(), false);
    expect(await readFile(path, 'utf8')).toBe(first);
    expect(printed[0]).toBe('bot\tnot checked');
  });
});

describe('an account that was added', () => {
  it('is taken up, replaced and given up by a gateway that runs already', async () => {
    const served = await serve({
      config,
      env: { OUTBOUND_SECRET_KEYS: process.env.OUTBOUND_SECRET_KEYS },
      port: 0,
      databaseUrl: database.url,
      log: createLog({ level: 'silent' }),
    });
    try {
      const answers = async () => (await fetch(`${served.url}/webhooks/acme/bot`, { method: 'POST' })).status;
      expect(await answers()).toBe(404);
      await add(telegram(), false);
      // A webhook without its secret is refused by the account's own adapter.
      await vi.waitFor(async () => expect(await answers()).toBe(401));
      await add(
        telegram({ settings: { baseUrl: provider.url, botToken: TOKEN, secretToken: 'other' } }),
        false,
      );
      const genuine = async () =>
        (
          await fetch(`${served.url}/webhooks/acme/bot`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'other' },
            body: JSON.stringify({ update_id: 1 }),
          })
        ).status;
      await vi.waitFor(async () => expect(await genuine()).toBe(200));
      await removeAccountCommand(context, 'bot');
      await vi.waitFor(async () => expect(await answers()).toBe(404));
    } finally {
      await served.close();
    }
  });

  it('is checked beside those of the configuration, and a bad one is told', async () => {
    await add(telegram(), false);
    printed = [];
    provider.will(ME, { status: 401, json: {} });
    expect(await checkAccountsCommand(context, undefined, print)).toBe(true);
    expect(await checkAccountsCommand(context, 'bot', print)).toBe(false);
    expect(printed).toEqual(['bot\tgood\tACME\t@acme_bot', 'bot\tfailed\tTelegram answered 401 to getMe']);
    await expect(checkAccountsCommand(context, 'none', print)).rejects.toThrow('There is no account none');
  });

  it('keeps its channel, because its history names it', async () => {
    await add(telegram(), false);
    const line = { channelAccessToken: 'a', channelSecret: 'b' };
    await expect(add(telegram({ channel: 'line', settings: line }), false)).rejects.toThrow(
      'key: belongs to an account on telegram',
    );
  });

  it('is forgotten once, and never where the configuration has it', async () => {
    await add(telegram(), false);
    await removeAccountCommand(context, 'bot');
    await expect(removeAccountCommand(context, 'bot')).rejects.toThrow('There is no account bot');
    await expect(removeAccountCommand(context, 'viber')).rejects.toThrow('key: stands in the configuration');
  });

  it('is sealed anew with a new key, and the old one may go then', async () => {
    const old = process.env.OUTBOUND_SECRET_KEYS!;
    await add(telegram(), false);
    const fresh = newKey();
    vi.stubEnv('OUTBOUND_SECRET_KEYS', fresh);
    await expect(rotateKeysCommand(context, print)).rejects.toThrow(
      /that account .*\/bot was sealed with is not given/,
    );
    vi.stubEnv('OUTBOUND_SECRET_KEYS', `${fresh},${old}`);
    printed = [];
    await rotateKeysCommand(context, print);
    await rotateKeysCommand(context, print);
    expect(printed).toEqual(['1 sealed anew', '0 sealed anew']);
    const { rows } =
      await sql`select actor_kind, detail from audit where action = 'account_sealed_anew'`.execute(
        database.db,
      );
    expect(rows).toEqual([{ actor_kind: 'system', detail: { account: 'bot', channel: 'telegram' } }]);
    vi.stubEnv('OUTBOUND_SECRET_KEYS', fresh);
    provider.will(ME);
    expect(await checkAccountsCommand(context, 'bot', print)).toBe(true);
  });

  it('does not open in the place of another', async () => {
    await add(telegram(), false);
    await add(telegram({ key: 'second' }), false);
    await sql`update channel_account set sealed_settings =
      (select sealed_settings from channel_account where key = 'bot') where key = 'second'`.execute(
      database.db,
    );
    await expect(checkAccountsCommand(context, 'second', print)).rejects.toThrow(
      'was sealed for something else',
    );
  });
});

function telegram0(over: object) {
  return { key: 'bot', channel: 'telegram', name: 'Telegram', settings: {}, ...over };
}
