import type { z } from 'zod';
import { ProviderUnavailableError } from './adapter.js';
import { callProvider, type ProviderCall } from './call-provider.js';

/**
 * Calls a provider for what it says beside sending.
 * @param name of the provider, for the error
 * @throws ProviderUnavailableError when there is no answer, or another than this schema
 */
export async function askProvider<T extends z.ZodType>(
  name: string,
  call: ProviderCall,
  schema: T,
): Promise<z.output<T>> {
  const called = await callProvider(call);
  if ('fault' in called) throw new ProviderUnavailableError(called.fault.failure.message);
  const { status, json } = called.answer;
  const parsed = schema.safeParse(json);
  if (status >= 200 && status < 300 && parsed.success) return parsed.data;
  // The rest of the address may hold a token.
  throw new ProviderUnavailableError(
    `${name} answered ${status} to ${new URL(call.url).pathname.split('/').at(-1)}`,
  );
}
