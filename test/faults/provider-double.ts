import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProviderDouble {
  readonly url: string;
  /** How often each text was accepted. */
  readonly accepted: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** WhatsApp, Telegram and LINE as far as a text needs them: they take whatever comes, and count it. */
export async function providerDouble(): Promise<ProviderDouble> {
  const accepted = new Map<string, number>();
  const retryKeys = new Map<string, string>();
  // Telegram counts both sides' messages in one row, and the customers' are low numbers here.
  let number = 1000;

  const accept = (text: string): number => {
    accepted.set(text, (accepted.get(text) ?? 0) + 1);
    number += 1;
    return number;
  };

  function answerTo(path: string, headers: IncomingMessage['headers'], body: unknown): Answer {
    if (/\/messages$/.test(path)) {
      const { text } = body as { text: { body: string } };
      return { status: 200, json: { messages: [{ id: `wamid.${accept(text.body)}` }] } };
    }
    if (path.endsWith('/sendMessage')) {
      const { chat_id, text } = body as { chat_id: string; text: string };
      const result = { message_id: accept(text), chat: { id: Number(chat_id), type: 'private' } };
      return { status: 200, json: { ok: true, result } };
    }
    if (path === '/v2/bot/message/push') {
      const { messages } = body as { messages: [{ text: string }] };
      const key = String(headers['x-line-retry-key']);
      const earlier = retryKeys.get(key);
      // https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
      if (earlier !== undefined)
        return {
          status: 409,
          json: { message: 'The retry key is already accepted', sentMessages: [{ id: earlier }] },
        };
      const id = String(accept(messages[0].text));
      retryKeys.set(key, id);
      return { status: 200, json: { sentMessages: [{ id }] } };
    }
    return { status: 404, json: {} };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const { status, json } = answerTo(path, request.headers, text === '' ? {} : JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
