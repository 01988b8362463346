import { createGatewayClient, fetchTransport, type Transport } from '@outbound-composer/core/client';
import type { Clock } from '../utils/clock.js';
import type { Backend } from './backend.js';
import { followEvents } from './follow-events.js';
import type { TokenSource } from './token-source.js';

export interface GatewayBackendOptions {
  /** Address of the gateway, with or without a trailing slash. */
  gateway: string;
  tokens: TokenSource;
  /** BCP 47; the gateway explains its verdicts in this language where it can. */
  locale: string;
  clock: Clock;
}

/** The backend behind the `gateway` attribute: HTTP for questions, an event stream for news. */
export function gatewayBackend({ gateway, tokens, locale, clock }: GatewayBackendOptions): Backend {
  const baseUrl = gateway.replace(/\/+$/, '');
  const send = fetchTransport({
    baseUrl,
    getToken: () => tokens.current(),
    fetch: (url, init) => fetch(url, init as RequestInit),
  });
  const transport: Transport = async (request) => {
    const translated = { ...request, headers: { ...request.headers, 'accept-language': locale } };
    const answer = await send(translated);
    if (answer.status !== 401 || !tokens.renewable) return answer;
    await tokens.renew();
    return send(translated);
  };
  return {
    ...createGatewayClient(transport),
    subscribe: (onEvent, signal, onState) => {
      void followEvents({ url: `${baseUrl}/v1/events`, tokens, clock, onEvent, onState, signal });
    },
  };
}
