import { webhookUrl } from '../app/accounts/webhook-url.js';
import type { Deps } from '../app/deps.js';
import { StartError } from './start-error.js';

/** How long a provider may take; some call the webhook before they answer. */
const TIMEOUT_MS = 30_000;

export interface WebhookAddress {
  readonly account: string;
  readonly url: string;
  /** Whether the provider was told; otherwise it is to be entered in the provider's own pages. */
  readonly told: boolean;
}

/**
 * Tells the providers where the webhooks of the accounts arrive.
 * @param key of one account; absent: all of them
 * @throws StartError when there is no such account, ProviderUnavailableError when a provider does not take it
 */
export async function setWebhooks(
  accounts: Deps['accounts'],
  { publicUrl, workspace, key }: { publicUrl: string; workspace: string; key?: string | undefined },
): Promise<WebhookAddress[]> {
  const chosen = [...accounts.values()].filter(
    (account) => account.adapter.webhook && (key === undefined || account.key === key),
  );
  if (key !== undefined && chosen.length === 0)
    throw new StartError(`No account ${key} with settings and webhooks is configured.`);
  const set: WebhookAddress[] = [];
  for (const account of chosen) {
    const url = webhookUrl(publicUrl, workspace, account.key);
    await account.adapter.setWebhook?.(account, url, AbortSignal.timeout(TIMEOUT_MS));
    set.push({ account: account.key, url, told: account.adapter.setWebhook !== undefined });
  }
  return set;
}
