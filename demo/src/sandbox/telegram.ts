import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { failureOf } from './behaviour.js';
import type { Customer } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';
import { callWebhook } from './webhook.js';

const SendMessage = z.object({
  chat_id: z.union([z.int(), z.string().regex(/^-?\d+$/)]),
  text: z.string().min(1),
  parse_mode: z.string().optional(),
  disable_notification: z.boolean().optional(),
});
const SetWebhook = z.object({ url: z.url(), secret_token: z.string().max(256).optional() });

/** The Telegram Bot API, as far as a bot that writes text meets it. */
export function telegramApi(app: FastifyInstance, sandbox: Sandbox): void {
  const { accounts, directory, inbox, behaviours, clock } = sandbox;
  const bot = {
    id: Number(accounts.telegram.botToken.split(':')[0]),
    is_bot: true,
    first_name: 'Nordlicht Bikes',
    username: 'nordlicht_bikes_bot',
  };
  let messageId = 1000;

  app.all<{ Params: { token: string; method: string } }>('/bot:token/:method', async (request, reply) => {
    if (request.params.token !== accounts.telegram.botToken) return refuse(reply, 401, 'Unauthorized');
    switch (request.params.method) {
      case 'getMe':
        return { ok: true, result: bot };
      case 'getWebhookInfo':
        return {
          ok: true,
          result: { url: sandbox.webhookUrl(accounts.telegram.key), pending_update_count: 0 },
        };
      case 'setWebhook': {
        const parsed = SetWebhook.safeParse(request.body);
        return parsed.success
          ? { ok: true, result: true, description: 'Webhook was set' }
          : refuse(reply, 400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
      }
      case 'sendMessage': {
        const parsed = SendMessage.safeParse(request.body);
        if (!parsed.success)
          return refuse(
            reply,
            400,
            `Bad Request: ${parsed.error.issues[0]?.path.join('.')} is wrong or empty`,
          );
        const { chat_id, text } = parsed.data;
        if ([...text].length > 4096) return refuse(reply, 400, 'Bad Request: message is too long');
        const customer = directory.at('telegram', String(chat_id));
        const failure = failureOf('telegram', behaviours.of(customer.id, 'telegram'));
        if (failure !== null) return refuse(reply, Number(failure.code), failure.title);
        messageId += 1;
        const at = clock();
        const message: SandboxMessage = {
          id: `telegram-${chat_id}-${messageId}-${at}`,
          customerId: customer.id,
          channel: 'telegram',
          direction: 'to',
          at,
          text,
          subject: null,
          template: null,
          buttons: [],
          status: 'arrived',
          problem: null,
        };
        inbox.put(message);
        // Bots hear nothing of delivery or reading; the customer reads it all the same.
        if (behaviours.of(customer.id, 'telegram') === 'read')
          sandbox.later(async (signal) => {
            await wait(sandbox.pace.read, undefined, { signal });
            inbox.put({ ...message, status: 'read' });
          });
        return {
          ok: true,
          result: {
            message_id: messageId,
            from: bot,
            chat: { id: Number(chat_id), type: 'private', first_name: customer.name },
            date: Math.floor(at / 1000),
            text,
          },
        };
      }
      default:
        return refuse(reply, 404, 'Not Found');
    }
  });
}

let updateId = Date.now();

/** The customer writes to the bot: an update with the secret that was set with the webhook. */
export async function writeByTelegram(
  sandbox: Sandbox,
  customer: Customer,
  message: SandboxMessage,
  signal: AbortSignal,
): Promise<void> {
  const id = Number(customer.addresses.telegram);
  const [firstName = customer.name, ...rest] = customer.name.split(' ');
  const who = { id, first_name: firstName, ...(rest.length > 0 ? { last_name: rest.join(' ') } : {}) };
  updateId += 1;
  const body = JSON.stringify({
    update_id: updateId,
    message: {
      message_id: updateId % 1_000_000_000,
      from: { ...who, is_bot: false },
      chat: { ...who, type: 'private' },
      date: Math.floor(message.at / 1000),
      text: message.text,
    },
  });
  const { key, secretToken } = sandbox.accounts.telegram;
  await callWebhook(
    sandbox.webhookUrl(key),
    body,
    { 'x-telegram-bot-api-secret-token': secretToken },
    signal,
  );
}

function refuse(reply: FastifyReply, status: number, description: string) {
  return reply.status(status).send({ ok: false, error_code: status, description });
}
