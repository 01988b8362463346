import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WhatsAppProvider {
  readonly url: string;
  /** Phones that were sent to, in order, as digits. */
  readonly sentTo: readonly string[];
  /** The ids that it gave to them. */
  readonly ids: readonly string[];
  /** Answers the next messages to this phone with an error of the Cloud API. */
  refuse(phone: string, error: { status: number; code: number; message: string }): void;
  /** Keeps the answers back until `release`. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** A Cloud API on loopback that takes every message, unless told otherwise. */
export async function whatsAppProvider(): Promise<WhatsAppProvider> {
  const sentTo: string[] = [];
  const ids: string[] = [];
  const refusals = new Map<string, { status: number; code: number; message: string }>();
  let held: (() => void)[] | null = null;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (request.method !== 'POST') return json(response, 200, { data: [] });
    const phone = (JSON.parse(body) as { to: string }).to.replaceAll(/\D/g, '');
    sentTo.push(phone);
    const id = `wamid.${randomUUID()}`;
    ids.push(id);
    const refusal = refusals.get(phone);
    const answer = () =>
      refusal
        ? json(response, refusal.status, {
            error: { message: refusal.message, type: 'OAuthException', code: refusal.code },
          })
        : json(response, 200, {
            messaging_product: 'whatsapp',
            contacts: [{ input: phone, wa_id: phone }],
            messages: [{ id }],
          });
    if (held) held.push(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sentTo,
    ids,
    refuse: (phone, error) => refusals.set(phone.replaceAll(/\D/g, ''), error),
    hold: () => {
      held ??= [];
    },
    release: () => {
      const answers = held ?? [];
      held = null;
      for (const answer of answers) answer();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
