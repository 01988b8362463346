import type { SendOutcome } from './adapter.js';
import { callProvider, type ProviderAnswer, type ProviderCall } from './call-provider.js';

type Token = { readonly token: string } | { readonly outcome: SendOutcome };

/**
 * Calls a provider with a short-lived token. One that it refuses means that it has taken nothing: once more with a new
 * one, then it is the operator's matter.
 *
 * @param tokenOf asks for a token, and for another one than the refused
 */
export async function callWithToken(
  tokenOf: (refused?: string) => Promise<Token>,
  isRefused: (answer: ProviderAnswer) => boolean,
  call: (token: string) => ProviderCall,
): Promise<{ readonly answer: ProviderAnswer } | { readonly outcome: SendOutcome }> {
  const first = await tokenOf();
  if ('outcome' in first) return first;
  const answered = await callProvider(call(first.token));
  if ('fault' in answered) return { outcome: answered.fault };
  if (!isRefused(answered.answer)) return answered;
  const second = await tokenOf(first.token);
  if ('outcome' in second) return second;
  const again = await callProvider(call(second.token));
  return 'fault' in again ? { outcome: again.fault } : again;
}
