import { z } from 'zod';
import { type Account, type CheckedAccount, ProviderUnavailableError } from '../../adapter.js';
import { askProvider } from '../../ask-provider.js';
import { credentials } from './credentials.js';
import type { TwilioSettings } from './settings.js';

const TwilioAccount = z.object({ friendly_name: z.string(), status: z.string() });

/**
 * GET /2010-04-01/Accounts/{Sid}.json, https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource
 * @throws ProviderUnavailableError also for an account that is suspended or closed
 */
export async function checkTwilio(
  { settings }: Account<TwilioSettings>,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const { baseUrl, accountSid, timeoutMs, from } = settings;
  const call = {
    url: `${baseUrl}/2010-04-01/Accounts/${accountSid}.json`,
    method: 'GET',
    headers: { authorization: `Basic ${credentials(settings)}` },
    timeoutMs,
    signal,
  } as const;
  const { friendly_name: name, status } = await askProvider('Twilio', call, TwilioAccount);
  if (status !== 'active') throw new ProviderUnavailableError(`Twilio says that the account is ${status}`);
  return { name, address: from ?? null };
}
