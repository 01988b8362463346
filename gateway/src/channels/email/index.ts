import { ATTACHMENT_KINDS } from '@outbound-composer/core/message';
import type { ChannelAdapter } from '../adapter.js';
import { checkEmail } from './check.js';
import { mailHook } from './hook.js';
import { listenImap } from './imap.js';
import { SmtpSender } from './send.js';
import { EmailSettings } from './settings.js';
import {
  addressOf,
  askToUnsubscribe,
  isUnsubscribing,
  unsubscribed,
  unsubscribeEvents,
} from './unsubscribe.js';

/** E-mail: out by SMTP, in by the mail hook or by IMAP. */
export function emailAdapter(clock: () => number = Date.now): ChannelAdapter<EmailSettings> {
  const sender = new SmtpSender();
  const hook = mailHook(clock);
  return {
    channel: 'email',
    capabilities: {
      media: ATTACHMENT_KINDS,
      captions: ATTACHMENT_KINDS,
      quickReplies: 0,
      receipts: ['failed'],
    },
    settings: EmailSettings,
    send: (account, message, signal) => sender.send(account, message, signal),
    webhook: {
      challenge: askToUnsubscribe,
      verify: (account, request) =>
        isUnsubscribing(request)
          ? addressOf(account.settings, request) !== null
          : hook.verify(account, request),
      parse(account, request) {
        const address = isUnsubscribing(request) ? addressOf(account.settings, request) : null;
        return address === null ? hook.parse(account, request) : unsubscribeEvents(address, clock());
      },
      reply: unsubscribed,
    },
    check: (account) => checkEmail(sender, account),
    listen: listenImap,
    close: async () => sender.close(),
  };
}
