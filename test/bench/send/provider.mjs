import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** A WhatsApp that takes every message at once and remembers when it came. */
export async function startProvider() {
  const arrivals = new Map();
  let expected = Number.POSITIVE_INFINITY;
  let done = () => {};
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { to } = JSON.parse(Buffer.concat(chunks).toString());
    const phone = to.replaceAll(/\D/g, '');
    if (arrivals.has(phone)) console.error(`${phone} was sent to twice`);
    arrivals.set(phone, performance.now());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: phone }],
        messages: [{ id: `wamid.${randomUUID()}` }],
      }),
    );
    if (arrivals.size === expected) done(arrivals);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    expect: (count) => {
      expected = count;
      return new Promise((resolve) => {
        done = resolve;
      });
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
