import { z } from 'zod';
import type { Account, CheckedAccount, MonthlyUsage } from '../adapter.js';
import { askProvider } from '../ask-provider.js';
import type { LineSettings } from './settings.js';

const Quota = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('limited'), value: z.int().nonnegative() }),
]);
const Consumption = z.object({ totalUsage: z.int().nonnegative() });

/**
 * GET /v2/bot/message/quota, https://developers.line.biz/en/reference/messaging-api/#get-quota
 * GET /v2/bot/message/quota/consumption, https://developers.line.biz/en/reference/messaging-api/#get-consumption
 *
 * @throws ProviderUnavailableError
 */
export async function monthlyUsage(
  { settings }: Account<LineSettings>,
  signal: AbortSignal,
): Promise<MonthlyUsage> {
  const get = <T extends z.ZodType>(path: string, schema: T) =>
    askProvider('LINE', { ...callOf(settings, path, signal), method: 'GET' }, schema);
  const quota = await get('/v2/bot/message/quota', Quota);
  const { totalUsage } = await get('/v2/bot/message/quota/consumption', Consumption);
  return { quota: quota.type === 'limited' ? quota.value : null, sent: totalUsage };
}

const Bot = z.object({ displayName: z.string(), basicId: z.string() });

/**
 * GET /v2/bot/info, https://developers.line.biz/en/reference/messaging-api/#get-bot-info
 * @throws ProviderUnavailableError
 */
export async function check(
  { settings }: Account<LineSettings>,
  signal: AbortSignal,
): Promise<CheckedAccount> {
  const call = callOf(settings, '/v2/bot/info', signal);
  const { displayName, basicId } = await askProvider('LINE', { ...call, method: 'GET' }, Bot);
  return { name: displayName, address: basicId };
}

/**
 * PUT /v2/bot/channel/webhook/endpoint
 * https://developers.line.biz/en/reference/messaging-api/#set-webhook-endpoint-url
 *
 * @throws ProviderUnavailableError
 */
export async function setWebhook(
  { settings }: Account<LineSettings>,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const call = callOf(settings, '/v2/bot/channel/webhook/endpoint', signal);
  const headers = { ...call.headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ endpoint: url });
  await askProvider('LINE', { ...call, method: 'PUT', headers, body }, z.unknown());
}

function callOf({ baseUrl, channelAccessToken, timeoutMs }: LineSettings, path: string, signal: AbortSignal) {
  const headers = { authorization: `Bearer ${channelAccessToken}` };
  return { url: `${baseUrl}${path}`, headers, timeoutMs, signal };
}
