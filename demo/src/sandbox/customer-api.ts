import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FAILURES } from './behaviour.js';
import { type Customer, SANDBOX_CHANNELS, type SandboxChannel } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';
import type { Visitors } from './website-chat.js';

/** How a customer writes to us on each channel. */
export type Writers = Readonly<
  Record<
    SandboxChannel,
    (sandbox: Sandbox, customer: Customer, message: SandboxMessage, signal: AbortSignal) => Promise<void>
  >
>;

const Answer = z.object({
  channel: z.enum(SANDBOX_CHANNELS),
  text: z.string().trim().min(1).max(4000),
});
const Behave = z.object({
  channel: z.enum(SANDBOX_CHANNELS),
  behaviour: z.union([z.enum(['read', 'deliver', 'silent']), z.templateLiteral(['fail:', z.string()])]),
});

/** What the customer's page asks: who is there, what arrived, answer, and how the provider shall behave. */
export function customerApi(
  app: FastifyInstance,
  sandbox: Sandbox,
  writers: Writers,
  visitors: Visitors,
): void {
  const { directory, inbox, behaviours } = sandbox;
  const view = (customer: Customer) => ({
    ...customer,
    behaviours: Object.fromEntries(
      SANDBOX_CHANNELS.map((channel) => [channel, behaviours.of(customer.id, channel)]),
    ),
    messages: inbox.of(customer.id),
  });

  app.get('/api/failures', async () => FAILURES);

  app.get<{ Querystring: { q?: string } }>('/api/customers', async ({ query }) => {
    const q = query.q?.trim() ?? '';
    if (q !== '') return { items: directory.find(q, 30) };
    const active = inbox.customers().flatMap((id) => directory.get(id) ?? []);
    const first = directory.find('', 30).filter(({ id }) => !active.some((one) => one.id === id));
    return { items: [...active, ...first].slice(0, 40) };
  });

  app.get<{ Params: { id: string } }>('/api/customers/:id', async ({ params }, reply) => {
    const customer = directory.get(params.id);
    if (customer === undefined) return reply.status(404).send({ message: 'There is no such customer' });
    visitors.visit(customer);
    return view(customer);
  });

  app.post<{ Params: { id: string } }>('/api/customers/:id/messages', async ({ params, body }, reply) => {
    const customer = directory.get(params.id);
    if (customer === undefined) return reply.status(404).send({ message: 'There is no such customer' });
    const answer = Answer.safeParse(body);
    if (!answer.success) return reply.status(422).send({ message: z.prettifyError(answer.error) });
    const { channel, text } = answer.data;
    if (customer.addresses[channel] === undefined)
      return reply.status(422).send({ message: `${customer.name} has no ${channel}` });
    const message: SandboxMessage = {
      id: newId(channel),
      customerId: customer.id,
      channel,
      direction: 'from',
      at: sandbox.clock(),
      text,
      subject: null,
      template: null,
      buttons: [],
      status: 'written',
      problem: null,
    };
    inbox.put(message);
    sandbox.later((signal) => writers[channel](sandbox, customer, message, signal));
    return reply.status(202).send(message);
  });

  app.put<{ Params: { id: string } }>('/api/customers/:id/behaviour', async ({ params, body }, reply) => {
    const customer = directory.get(params.id);
    if (customer === undefined) return reply.status(404).send({ message: 'There is no such customer' });
    const behave = Behave.safeParse(body);
    if (!behave.success) return reply.status(422).send({ message: z.prettifyError(behave.error) });
    behaviours.set(customer.id, behave.data.channel, behave.data.behaviour);
    return view(customer);
  });

  app.get('/api/events', async (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': hello\n\n');
    const tell = (message: SandboxMessage) => reply.raw.write(`data: ${JSON.stringify(message)}\n\n`);
    inbox.on('message', tell);
    request.raw.on('close', () => inbox.off('message', tell));
  });
}

/** Ids as each provider makes them. */
function newId(channel: SandboxChannel): string {
  const random = randomBytes(18).toString('base64url');
  if (channel === 'website_chat') return randomUUID();
  if (channel === 'whatsapp') return `wamid.${random}`;
  return channel === 'email' ? `<${random}@mail.example>` : random;
}
