import { setTimeout as wait } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Customer } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';

const VisitorMessage = z.object({
  id: z.string(),
  from: z.enum(['visitor', 'team']),
  text: z.string(),
  at: z.iso.datetime(),
});
type VisitorMessage = z.infer<typeof VisitorMessage>;

/** Before a lost stream is opened again, in milliseconds. */
const RECONNECT = 500;

/** The browsers in which visitors have our website open: a tab opens when somebody looks at the customer. */
export class Visitors {
  readonly #open = new Set<string>();

  constructor(private readonly sandbox: Sandbox) {}

  /** Opens the customer's tab, unless it is open: loads the chat so far and follows it from then on. */
  visit(customer: Customer): void {
    if (customer.addresses.website_chat === undefined || this.#open.has(customer.id)) return;
    this.#open.add(customer.id);
    this.sandbox.later(async (signal) => {
      while (!signal.aborted) {
        try {
          await this.#follow(customer, signal);
        } catch (error) {
          // The gateway may be restarting; a browser comes back by itself too.
          if (signal.aborted) throw error;
        }
        await wait(RECONNECT, undefined, { signal });
      }
    });
  }

  async #follow(customer: Customer, signal: AbortSignal): Promise<void> {
    const stream = await chat(this.sandbox, customer, 'GET', '/events', signal);
    // The stream is open before the history is read, so nothing falls between the two.
    const history = await chat(this.sandbox, customer, 'GET', '/messages', signal);
    const { items } = z.object({ items: z.array(VisitorMessage) }).parse(await history.json());
    const isFirst = !this.sandbox.inbox.of(customer.id).some(({ channel }) => channel === 'website_chat');
    for (const item of items) if (isFirst || item.from === 'team') this.#arrive(customer, item);
    if (stream.body === null) return;
    const events = stream.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { event, data } of events) {
      if (event !== 'message') continue;
      const message = VisitorMessage.parse(JSON.parse(data));
      if (message.from === 'team') this.#arrive(customer, message);
    }
  }

  #arrive(customer: Customer, { id, from, text, at }: VisitorMessage): void {
    const { inbox, behaviours, pace } = this.sandbox;
    if (inbox.get(id) !== undefined) return;
    const message: SandboxMessage = {
      id,
      customerId: customer.id,
      channel: 'website_chat',
      direction: from === 'team' ? 'to' : 'from',
      at: Date.parse(at),
      text,
      subject: null,
      template: null,
      buttons: [],
      status: from === 'team' ? 'arrived' : 'written',
      problem: null,
    };
    inbox.put(message);
    if (from === 'visitor' || behaviours.of(customer.id, 'website_chat') !== 'read') return;
    this.sandbox.later(async (signal) => {
      await wait(pace.read, undefined, { signal });
      await chat(this.sandbox, customer, 'POST', '/messages/read', signal, {});
      inbox.put({ ...message, status: 'read' });
    });
  }
}

/** The customer writes in the chat of our website. */
export async function writeByChat(
  sandbox: Sandbox,
  customer: Customer,
  message: SandboxMessage,
  signal: AbortSignal,
): Promise<void> {
  await chat(sandbox, customer, 'POST', '/messages', signal, {
    id: message.id,
    text: message.text,
    name: customer.name,
  });
}

async function chat(
  sandbox: Sandbox,
  customer: Customer,
  method: string,
  path: string,
  signal: AbortSignal,
  body?: object,
): Promise<Response> {
  const answer = await fetch(sandbox.chatUrl + path, {
    method,
    signal,
    headers: {
      authorization: `Bearer ${await visitorToken(sandbox, customer)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`The website chat answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

/** What a returning visitor's browser has kept: the gateway's token for this visitor. */
async function visitorToken({ accounts, clock }: Sandbox, customer: Customer): Promise<string> {
  const now = Math.floor(clock() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('outbound-composer-visitor')
    .setIssuer(accounts.websiteChat.key)
    .setSubject(customer.addresses.website_chat ?? '')
    .setIssuedAt(now)
    .setExpirationTime(now + 3600)
    .sign(new TextEncoder().encode(accounts.websiteChat.visitorSecret));
}
