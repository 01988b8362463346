import { type CheckedAccount, ProviderUnavailableError, type SendOutcome } from './adapter.js';

/**
 * What an access token that was asked for proves: the credentials are good, and no more.
 * @throws ProviderUnavailableError when there was none
 */
export function granted(
  asked: { readonly token: string } | { readonly outcome: SendOutcome },
): CheckedAccount {
  if ('token' in asked) return { name: null, address: null };
  const { outcome } = asked;
  const { message, remedy } = outcome.outcome === 'accepted' ? NO_TOKEN : outcome.failure;
  throw new ProviderUnavailableError([message, remedy].filter(Boolean).join(' '));
}

const NO_TOKEN = { message: 'The provider gave no access token.', remedy: null };
