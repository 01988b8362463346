import { createServer } from 'node:http';

/**
 * Stands before the gateway and can lose an answer on its way back: the gateway has taken the request, and the
 * caller is told 502, as by a proxy that gave up.
 */
export async function losingProxy(target) {
  let losing = () => false;
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(target + request.url, {
      method: request.method,
      headers,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = await answer.text();
    const one = { method: request.method, path: request.url, key: request.headers['idempotency-key'] };
    asked.push(one);
    if (losing(one))
      return response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    /** Loses the answers that the test picks, from now on. */
    lose(picks) {
      losing = picks;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
