import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProvider {
  readonly url: string;
  /** How often each message was accepted. */
  readonly accepted: ReadonlyMap<string, number>;
  /** Called with the number of acceptances so far, after one was counted and before it is answered. */
  onAccepted: (count: number) => void;
  /** Accepts and counts, but keeps its answers until it is set back to false. */
  holdAnswers: boolean;
  close(): Promise<void>;
}

/** A provider that takes every message and counts it, whether or not anybody still hears the answer. */
export async function countingProvider(): Promise<CountingProvider> {
  const accepted = new Map<string, number>();
  let total = 0;
  let held: (() => void)[] = [];
  let holding = false;

  const server = createServer((request, response: ServerResponse) => {
    const messageId = request.url!.slice(1);
    accepted.set(messageId, (accepted.get(messageId) ?? 0) + 1);
    total += 1;
    const answer = () => response.end(JSON.stringify({ id: `provider-${messageId}` }));
    provider.onAccepted(total);
    if (holding) held.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const provider: CountingProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    onAccepted: () => {},
    get holdAnswers() {
      return holding;
    },
    set holdAnswers(hold) {
      holding = hold;
      if (hold) return;
      for (const answer of held) answer();
      held = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}
