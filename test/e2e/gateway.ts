import {
  createGatewayClient,
  fetchTransport,
  type GatewayClient,
  GatewayProblem,
} from '@outbound-composer/core/client';
import { inject } from 'vitest';

/** The gateway, as an agent with the CRM's token or as a machine with a key. */
export function gatewayClient(token: string): GatewayClient {
  return createGatewayClient(
    fetchTransport({ baseUrl: inject('demo').gateway, getToken: () => token, fetch }),
  );
}

export function machine(): GatewayClient {
  return gatewayClient(inject('demo').apiKey);
}

/** A client with a token as the CRM gives it to the composer on its page. */
export async function agent(id: string): Promise<GatewayClient> {
  const answer = await fetch(`${inject('demo').crm}/token`, { headers: { cookie: `agent=${id}` } });
  return gatewayClient(((await answer.json()) as { token: string }).token);
}

/** What the gateway refuses a call with. */
export async function problemOf(call: Promise<unknown>): Promise<GatewayProblem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GatewayProblem) return error;
    throw error;
  }
  throw new Error('The gateway was expected to refuse');
}
