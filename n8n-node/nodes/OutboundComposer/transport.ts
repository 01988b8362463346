import type { Transport } from '@outbound-composer/core/client';
import {
  type IAllExecuteFunctions,
  type IHttpRequestMethods,
  NodeApiError,
  NodeOperationError,
  sleep,
} from 'n8n-workflow';
import { noAnswerWords } from './failures.js';
import { type Waiting, waitingOut } from './waiting-out.js';

const CREDENTIAL = 'outboundComposerApi';

/** What of n8n the transport needs; every context that may make requests has it. */
type Host = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'helpers'> & {
  getExecutionCancelSignal?: () => AbortSignal | undefined;
};

const WAITING: Waiting = { times: 5, longest: 60_000, sleep };

/** The gateway of the node's credential, reached by n8n's own HTTP helper (proxy, SSRF rules and all). */
export async function gatewayTransport(host: Host): Promise<Transport> {
  const { baseUrl } = await host.getCredentials<{ baseUrl: string }>(CREDENTIAL);
  const origin = baseUrl.trim().replace(/\/+$/, '');
  const cancelled = () => host.getExecutionCancelSignal?.()?.aborted === true;

  return waitingOut(WAITING, cancelled, async ({ method, path, headers, body, file }) => {
    try {
      const answer = await host.helpers.httpRequestWithAuthentication.call(
        host as IAllExecuteFunctions,
        CREDENTIAL,
        {
          method: method as IHttpRequestMethods,
          url: origin + path,
          headers: body === undefined ? { ...headers } : { ...headers, 'content-type': 'application/json' },
          json: true,
          returnFullResponse: true,
          ignoreHttpStatusErrors: true,
          // The key is for this address alone.
          disableFollowRedirect: true,
          // Written here, since n8n leaves an empty object out.
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(file === undefined ? {} : { body: file as Buffer }),
        },
      );
      return {
        status: answer.statusCode,
        body: answer.body,
        retryAfter: answer.headers['retry-after'] ?? null,
      };
    } catch (error) {
      // Any answer at all comes back above, so what n8n throws as an API error is the lack of one.
      if (error instanceof NodeApiError)
        throw new NodeApiError(host.getNode(), {}, noAnswerWords(origin, error.message));
      throw new NodeOperationError(host.getNode(), error as Error);
    }
  });
}
