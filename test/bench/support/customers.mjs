import { createHmac, randomUUID } from 'node:crypto';
import { SECRET, WORKSPACE } from './gateway.mjs';

/** So many phone numbers, none twice. */
export const phones = (count) =>
  Array.from({ length: count }, (_, index) => `4915${String(10_000_000_0 + index)}`);

/** A customer writes, which makes the contact and opens its window. */
export async function writeIn({ url }, phone) {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '1', phone_number_id: '1' },
              contacts: [{ profile: { name: phone }, wa_id: phone }],
              messages: [
                {
                  from: phone,
                  id: `wamid.${phone}`,
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  type: 'text',
                  text: { body: 'Hello' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
  const answer = await fetch(`${url}/webhooks/${WORKSPACE}/wa`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    },
    body,
  });
  if (!answer.ok) throw new Error(`The webhook answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Asks for a message to this customer. */
export async function send({ url, key }, phone) {
  const answer = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({
      contact: `phone:+${phone}`,
      content: { kind: 'text', text: 'Your parcel was found.' },
    }),
  });
  if (answer.status !== 202) throw new Error(`Sending answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** All items, so many at a time. */
export async function inParallel(items, clients, work) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
