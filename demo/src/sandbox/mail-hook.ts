import { createHmac } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Customer } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';
import { callWebhook } from './webhook.js';

/** The customer answers by mail: our mail server hands the raw message to the gateway's signed hook. */
export async function writeByMail(
  sandbox: Sandbox,
  customer: Customer,
  message: SandboxMessage,
  signal: AbortSignal,
): Promise<void> {
  const { key, address, hookSecret } = sandbox.accounts.email;
  const answered = sandbox.inbox
    .of(customer.id)
    .filter(({ channel, direction }) => channel === 'email' && direction === 'to')
    .at(-1);
  const mail = await new MailComposer({
    messageId: message.id,
    date: new Date(message.at),
    from: { name: customer.name, address: customer.addresses.email ?? '' },
    to: address,
    subject: answered?.subject == null ? 'A question' : `Re: ${answered.subject.replace(/^(re: )+/i, '')}`,
    text: message.text,
    ...(answered === undefined ? {} : { inReplyTo: answered.id, references: [answered.id] }),
  })
    .compile()
    .build();
  const timestamp = String(Math.floor(sandbox.clock() / 1000));
  const signature = createHmac('sha256', hookSecret).update(`${timestamp}.`).update(mail).digest('hex');
  await callWebhook(
    sandbox.webhookUrl(key),
    Uint8Array.from(mail),
    {
      'content-type': 'message/rfc822',
      'x-outbound-timestamp': timestamp,
      'x-outbound-signature': `v1=${signature}`,
    },
    signal,
  );
}
