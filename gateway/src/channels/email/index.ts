import type { ChannelAdapter } from '../adapter.js';
import { mailHook } from './hook.js';
import { SmtpSender } from './send.js';
import { EmailSettings } from './settings.js';

/** E-mail: out by SMTP, in by the mail hook. */
export function emailAdapter(clock: () => number = Date.now): ChannelAdapter<EmailSettings> {
  const sender = new SmtpSender();
  return {
    channel: 'email',
    settings: EmailSettings,
    send: (account, message, signal) => sender.send(account, message, signal),
    webhook: mailHook(clock),
    close: async () => sender.close(),
  };
}
