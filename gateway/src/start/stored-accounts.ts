import { openAccount } from '../app/accounts/sealed-settings.js';
import type { DispatchAccount } from '../app/deps.js';
import type { createAdapters } from '../channels/registry.js';
import type { Keyring } from '../secrets/keyring.js';
import { type SealedAccount, sealedAccounts } from '../store/sealed-accounts.js';
import type { OpenDatabase } from './database.js';

export interface StoredAccountsOptions {
  readonly db: OpenDatabase['db'];
  readonly workspaceId: string;
  readonly keyring: Keyring | null;
  readonly adapters: ReturnType<typeof createAdapters>;
  /** Keys of the configuration, which come first. */
  readonly configured: ReadonlySet<string>;
  /** Told about an account that cannot be used. */
  readonly failed: (key: string, error: unknown) => void;
}

/** Keeps `accounts` true to what was added to the database, beside those of the configuration. */
export class StoredAccounts {
  readonly #options: StoredAccountsOptions;
  readonly #accounts: Map<string, DispatchAccount>;
  /** What each account was opened from. */
  readonly #versions = new Map<string, string>();
  #loading: Promise<void> = Promise.resolve();

  constructor(accounts: Map<string, DispatchAccount>, options: StoredAccountsOptions) {
    this.#accounts = accounts;
    this.#options = options;
  }

  /** @returns when what the database has now is in use */
  load(): Promise<void> {
    const next = this.#loading.then(() => this.#load());
    this.#loading = next.catch(() => {});
    return next;
  }

  async #load(): Promise<void> {
    const { db, workspaceId, configured } = this.#options;
    const stored = (await sealedAccounts(db, workspaceId)).filter(({ key }) => !configured.has(key));
    const there = new Set(stored.map(({ id }) => id));
    for (const id of [...this.#versions.keys()].filter((known) => !there.has(known))) this.#forget(id);
    for (const account of stored) await this.#open(account);
  }

  async #open(account: SealedAccount): Promise<void> {
    const { keyring, adapters, workspaceId, failed } = this.#options;
    const version = JSON.stringify([account.sealed, account.rate]);
    if (this.#versions.get(account.id) === version) return;
    this.#forget(account.id);
    this.#versions.set(account.id, version);
    try {
      if (!keyring) throw new Error('There are no secret keys; set OUTBOUND_SECRET_KEYS.');
      this.#accounts.set(account.id, await openAccount(keyring, adapters, workspaceId, account));
    } catch (error) {
      failed(account.key, error);
    }
  }

  #forget(id: string): void {
    this.#versions.delete(id);
    this.#accounts.delete(id);
  }
}
