import type { Channel } from '@outbound-composer/core';
import type { ChannelAccountCheck } from '@outbound-composer/core/contract';
import type { Kysely } from 'kysely';
import type { ChannelAdapter } from '../../channels/adapter.js';
import type { Keyring } from '../../secrets/keyring.js';
import { audit } from '../../store/audit.js';
import type { Database } from '../../store/database.js';
import { lockAccount, saveSealedAccount } from '../../store/sealed-accounts.js';
import type { Actor } from '../deps.js';
import { fieldProblem, ProblemError } from '../problem.js';
import { checkAccount, NOT_ASKED } from './check-account.js';
import type { AccountDefinition } from './definition.js';
import { purposeOf } from './sealed-settings.js';

export interface AccountsDeps {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  /** Keys of the accounts in the configuration, which nobody may change from outside it. */
  readonly configured: ReadonlySet<string>;
}

/** Who changes accounts, for the audit trail; `system`: an operator at the command line. */
export interface AccountChange {
  readonly workspaceId: string;
  readonly by: Actor | 'system';
  readonly at: Date;
}

export interface AddedAccount {
  readonly id: string;
  readonly check: ChannelAccountCheck;
}

/**
 * Adds an account, or replaces one that was added before: name, facts and credentials. The provider is asked first,
 * unless `check` is false; an account that it does not know is not added.
 *
 * @throws ProblemError `validation_failed` for what does not fit, with the fields at fault
 */
export async function addAccount(
  { db, keyring, adapters, configured }: AccountsDeps,
  change: AccountChange,
  definition: AccountDefinition,
  { check = true }: { readonly check?: boolean } = {},
): Promise<AddedAccount> {
  const { workspaceId } = change;
  const { key, channel, name, address = null, facts, settings, rate } = definition;
  if (configured.has(key))
    throw fieldProblem('validation_failed', 'key', 'stands in the configuration file', 'another key');
  const adapter = adapters.get(channel);
  if (!adapter)
    throw fieldProblem(
      'validation_failed',
      'channel',
      'is none that this gateway sends by',
      `one of: ${[...adapters.keys()].join(', ')}`,
    );
  const parsed = adapter.settings.safeParse(settings ?? {});
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({
      field: ['settings', ...path.map(String)].join('.'),
      message,
    }));
    const first = errors[0]!;
    throw new ProblemError('validation_failed', `${first.field}: ${first.message}`, { errors });
  }
  const account = { id: workspaceId, workspaceId, key, channel, adapter, settings: parsed.data };
  const checked = check ? await checkAccount(account) : NOT_ASKED;
  if (checked.ok === false)
    throw fieldProblem('validation_failed', 'settings', `the provider was asked: ${checked.why}`);
  const sealed = await keyring.seal(JSON.stringify(settings ?? {}), purposeOf(workspaceId, key));
  const id = await db.transaction().execute(async (tx) => {
    const known = await lockAccount(tx, workspaceId, key);
    if (known && known.channel !== channel)
      throw fieldProblem(
        'validation_failed',
        'key',
        `belongs to an account on ${known.channel}, whose history it names`,
        'another key',
      );
    const id = await saveSealedAccount(tx, {
      workspaceId,
      key,
      channel,
      name,
      address,
      facts,
      rate: rate ?? null,
      sealed,
    });
    await audit(tx, {
      ...change,
      action: known?.sealed_settings ? 'account_replaced' : 'account_added',
      contactId: null,
      detail: { account: key, channel },
    });
    return id;
  });
  return { id, check: checked };
}
