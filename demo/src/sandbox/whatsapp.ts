import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { failureOf } from './behaviour.js';
import type { Customer } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';
import { callWebhook } from './webhook.js';
import { type GraphTemplate, WHATSAPP_TEMPLATES } from './whatsapp-templates.js';

/** Free text goes for 24 h after the customer wrote; then error 131047. */
const SERVICE_WINDOW = 24 * 3_600_000;

const TextParameter = z.object({
  type: z.literal('text'),
  text: z.string().min(1),
  parameter_name: z.string().optional(),
});
const Send = z.discriminatedUnion('type', [
  z.object({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').optional(),
    to: z.string().regex(/^\+?\d{7,15}$/),
    biz_opaque_callback_data: z.string().max(512).optional(),
    type: z.literal('text'),
    text: z.object({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
  }),
  z.object({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').optional(),
    to: z.string().regex(/^\+?\d{7,15}$/),
    biz_opaque_callback_data: z.string().max(512).optional(),
    type: z.literal('template'),
    template: z.object({
      name: z.string().min(1),
      language: z.object({ code: z.string().min(2), policy: z.string().optional() }),
      components: z
        .array(
          z.object({
            type: z.enum(['header', 'body', 'button']),
            sub_type: z.string().optional(),
            index: z.union([z.string(), z.int()]).optional(),
            parameters: z.array(TextParameter),
          }),
        )
        .default([]),
    }),
  }),
]);
type Send = z.infer<typeof Send>;

/** The WhatsApp Cloud API, as far as a business of one number meets it. */
export function whatsappApi(app: FastifyInstance, sandbox: Sandbox): void {
  const { accounts, directory, inbox, behaviours, clock } = sandbox;
  const account = accounts.whatsapp;
  const authorized = (authorization: string | undefined) => authorization === `Bearer ${account.accessToken}`;

  app.post<{ Params: { version: string; phoneNumberId: string } }>(
    '/:version/:phoneNumberId/messages',
    async (request, reply) => {
      if (!authorized(request.headers.authorization))
        return graphError(reply, 401, 190, 'Invalid OAuth access token');
      if (request.params.phoneNumberId !== account.phoneNumberId)
        return graphError(reply, 400, 100, `Object with ID '${request.params.phoneNumberId}' does not exist`);
      const parsed = Send.safeParse(request.body);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return graphError(
          reply,
          400,
          100,
          'Invalid parameter',
          `${issue?.path.join('.')}: ${issue?.message}`,
        );
      }
      const send = parsed.data;
      const filled = fill(send);
      if ('code' in filled)
        return graphError(reply, filled.status, filled.code, filled.message, filled.details);

      const customer = directory.at('whatsapp', `+${digits(send.to)}`);
      const id = `wamid.${randomBytes(24).toString('base64')}`;
      const message: SandboxMessage = {
        id,
        customerId: customer.id,
        channel: 'whatsapp',
        direction: 'to',
        at: clock(),
        text: filled.text,
        subject: null,
        template: send.type === 'template' ? send.template.name : null,
        buttons: filled.buttons,
        status: 'arrived',
        problem: null,
      };
      const failure =
        send.type === 'text' && clock() - lastInbound(sandbox, customer) >= SERVICE_WINDOW
          ? { code: '131047', title: 'Re-engagement message', details: REENGAGEMENT }
          : failureOf('whatsapp', behaviours.of(customer.id, 'whatsapp'));
      sandbox.later((signal) => follow(message, failure, send.biz_opaque_callback_data, signal));
      return {
        messaging_product: 'whatsapp',
        contacts: [{ input: send.to, wa_id: digits(send.to) }],
        messages: [{ id, ...(send.type === 'template' ? { message_status: 'accepted' } : {}) }],
      };
    },
  );

  app.get<{
    Params: { version: string; businessAccountId: string };
    Querystring: { limit?: string; after?: string; status?: string; name?: string };
  }>('/:version/:businessAccountId/message_templates', async (request, reply) => {
    if (!authorized(request.headers.authorization))
      return graphError(reply, 401, 190, 'Invalid OAuth access token');
    if (request.params.businessAccountId !== account.businessAccountId)
      return graphError(
        reply,
        400,
        100,
        `Object with ID '${request.params.businessAccountId}' does not exist`,
      );
    const { limit = '25', after, status, name } = request.query;
    const all = WHATSAPP_TEMPLATES.filter(
      (template) =>
        (status === undefined || template.status === status) &&
        (name === undefined || template.name === name),
    );
    const from = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString());
    const to = from + Number(limit);
    const cursor = (at: number) => Buffer.from(String(at)).toString('base64url');
    return {
      data: all.slice(from, to),
      paging: {
        cursors: { before: cursor(from), after: cursor(to) },
        ...(to < all.length ? { next: `${request.url}` } : {}),
      },
    };
  });

  app.post<{ Params: { version: string; phoneNumberId: string } }>(
    '/:version/:phoneNumberId/register',
    async () => ({ success: true }),
  );

  const follow = async (
    message: SandboxMessage,
    failure: { code: string; title: string; details?: string } | null,
    callbackData: string | undefined,
    signal: AbortSignal,
  ) => {
    const to = digits(directory.get(message.customerId)?.addresses.whatsapp ?? '');
    const status = (name: string, extra: object = {}) =>
      signed(
        sandbox,
        {
          statuses: [
            {
              id: message.id,
              status: name,
              timestamp: String(Math.floor(clock() / 1000)),
              recipient_id: to,
              ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
              ...extra,
            },
          ],
        },
        signal,
      );
    // The phone gets the message whether or not our webhook answers; the webhooks keep their order.
    let told: Promise<void> = Promise.resolve();
    const tell = (name: string, extra?: object) => {
      told = told.then(() => status(name, extra));
    };
    if (failure !== null) {
      inbox.put({ ...message, status: 'lost', problem: `${failure.code} ${failure.title}` });
      tell('failed', {
        errors: [
          {
            code: Number(failure.code),
            title: failure.title,
            message: failure.title,
            error_data: { details: failure.details ?? failure.title },
          },
        ],
      });
      return told;
    }
    tell('sent');
    await wait(sandbox.pace.delivered, undefined, { signal });
    inbox.put(message);
    const behaviour = behaviours.of(message.customerId, 'whatsapp');
    if (behaviour === 'silent') return told;
    tell('delivered');
    if (behaviour !== 'read') return told;
    await wait(sandbox.pace.read, undefined, { signal });
    inbox.put({ ...message, status: 'read' });
    tell('read');
    return told;
  };
}

/** The customer writes by WhatsApp: Meta's webhook, signed over its bytes. */
export async function writeByWhatsApp(
  sandbox: Sandbox,
  customer: Customer,
  message: SandboxMessage,
  signal: AbortSignal,
): Promise<void> {
  const from = digits(customer.addresses.whatsapp ?? '');
  await signed(
    sandbox,
    {
      contacts: [{ profile: { name: customer.name }, wa_id: from }],
      messages: [
        {
          from,
          id: message.id,
          timestamp: String(Math.floor(message.at / 1000)),
          type: 'text',
          text: { body: message.text },
        },
      ],
    },
    signal,
  );
}

async function signed(sandbox: Sandbox, value: object, signal: AbortSignal): Promise<void> {
  const account = sandbox.accounts.whatsapp;
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: account.businessAccountId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: {
                display_phone_number: digits(account.displayNumber),
                phone_number_id: account.phoneNumberId,
              },
              ...value,
            },
          },
        ],
      },
    ],
  });
  const signature = createHmac('sha256', account.appSecret).update(body).digest('hex');
  await callWebhook(
    sandbox.webhookUrl(account.key),
    body,
    { 'x-hub-signature-256': `sha256=${signature}` },
    signal,
  );
}

function lastInbound(sandbox: Sandbox, customer: Customer): number {
  const written = sandbox.inbox
    .of(customer.id)
    .filter(({ channel, direction }) => channel === 'whatsapp' && direction === 'from');
  return written.at(-1)?.at ?? customer.wroteWhatsAppAt ?? 0;
}

interface GraphFault {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly details: string;
}

/** The text as the customer sees it, or why the provider refuses it. */
function fill(send: Send): { text: string; buttons: string[] } | GraphFault {
  if (send.type === 'text') return { text: send.text.body, buttons: [] };
  const { name, language, components } = send.template;
  const template = WHATSAPP_TEMPLATES.find(
    (one) => one.name === name && one.language === language.code && one.status === 'APPROVED',
  );
  if (template === undefined)
    return {
      status: 404,
      code: 132001,
      message: '(#132001) Template name does not exist in the translation',
      details: `template name (${name}) does not exist in ${language.code}`,
    };
  const texts: string[] = [];
  for (const part of ['HEADER', 'BODY', 'FOOTER'] as const) {
    const component = template.components.find(({ type }) => type === part);
    if (component === undefined || !('text' in component)) continue;
    const given = components.find(({ type }) => type === part.toLowerCase())?.parameters ?? [];
    const fault = mismatch(template, component.text, given, part);
    if (fault !== null) return fault;
    texts.push(
      component.text.replaceAll(/\{\{(\w+)\}\}/g, (_, variable: string) =>
        template.parameter_format === 'NAMED'
          ? (given.find((one) => one.parameter_name === variable)?.text ?? '')
          : (given[Number(variable) - 1]?.text ?? ''),
      ),
    );
  }
  const buttons = template.components.flatMap((component) =>
    component.type === 'BUTTONS' ? component.buttons.map(({ text }) => text) : [],
  );
  return { text: texts.join('\n'), buttons };
}

function mismatch(
  template: GraphTemplate,
  text: string,
  given: readonly z.infer<typeof TextParameter>[],
  part: string,
): GraphFault | null {
  const expected = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, variable]) => variable));
  const named = template.parameter_format === 'NAMED';
  const fits =
    expected.size === given.length &&
    (!named || given.every((one) => expected.has(one.parameter_name ?? '')));
  return fits
    ? null
    : {
        status: 400,
        code: 132000,
        message: '(#132000) Number of parameters does not match the expected number of params',
        details: `${part.toLowerCase()}: number of localizable_params (${given.length}) does not match the expected number of params (${expected.size})`,
      };
}

function graphError(reply: FastifyReply, status: number, code: number, message: string, details?: string) {
  return reply.status(status).send({
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      fbtrace_id: randomBytes(9).toString('base64url'),
    },
  });
}

function digits(phone: string): string {
  return phone.replaceAll(/\D/g, '');
}

const REENGAGEMENT =
  'Message failed to send because more than 24 hours have passed since the customer last replied to this number.';
