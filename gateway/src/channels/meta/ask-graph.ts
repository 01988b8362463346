import type { z } from 'zod';
import { ProviderUnavailableError } from '../adapter.js';
import type { ErrorRow } from '../error-table.js';
import { callGraph, type GraphAccess, type GraphCall, type GraphError, graphError } from './graph.js';

/**
 * Asks the Graph API for something beside sending.
 * @param rowOf knows the errors of the channel
 * @throws ProviderUnavailableError when there is no answer, or another than this schema
 */
export async function askGraph<T extends z.ZodType>(
  access: GraphAccess,
  call: GraphCall,
  schema: T,
  rowOf: (error: GraphError) => ErrorRow | null,
  signal: AbortSignal,
): Promise<z.output<T>> {
  const called = await callGraph(access, call, signal);
  if ('fault' in called) throw new ProviderUnavailableError(called.fault.failure.message);
  const { status, json } = called.answer;
  const parsed = schema.safeParse(json);
  if (status >= 200 && status < 300 && parsed.success) return parsed.data;
  const error = graphError(json);
  const known = error && rowOf(error);
  throw new ProviderUnavailableError(
    known ? `${known.message} ${known.remedy ?? ''}`.trim() : `Meta answered ${error?.code ?? status}`,
  );
}
