import { ATTACHMENT_KINDS } from '@outbound-composer/core/message';
import { z } from 'zod';
import type { Account, Capabilities, ChannelAdapter } from '../adapter.js';
import { checkSmpp } from './smpp/check.js';
import { smppAdapter } from './smpp/index.js';
import { SmppSettings } from './smpp/settings.js';
import { checkTwilio } from './twilio/check.js';
import { twilioAdapter } from './twilio/index.js';
import { TwilioSettings } from './twilio/settings.js';

const SmsSettings = z.discriminatedUnion('provider', [TwilioSettings, SmppSettings], {
  error: 'expected provider to be twilio or smpp',
});
export type SmsSettings = z.output<typeof SmsSettings>;

/** https://www.twilio.com/docs/messaging/guides/mms */
const MMS: Capabilities = {
  media: ATTACHMENT_KINDS,
  captions: ATTACHMENT_KINDS,
  quickReplies: 0,
  receipts: ['delivered', 'failed'],
  fetchesMedia: true,
};

/** SMS; which provider an account sends by stands in its settings. */
export function smsAdapter(clock: () => number = Date.now): ChannelAdapter<SmsSettings> {
  const twilio = twilioAdapter(clock);
  const smpp = smppAdapter(clock);
  const { webhook } = twilio;
  return {
    channel: 'sms',
    capabilitiesOf: (settings) => (settings.provider === 'twilio' && settings.mms ? MMS : undefined),
    settings: SmsSettings,
    send: (account, message, signal) =>
      isTwilio(account) ? twilio.send(account, message, signal) : smpp.send(asSmpp(account), message, signal),
    ...(webhook && {
      webhook: {
        ...webhook,
        // Carriers hand messages over on the connection, so nothing that comes for an SMPP account is genuine.
        verify: (account, request) => isTwilio(account) && webhook.verify(account, request),
        parse: (account, request) => (isTwilio(account) ? webhook.parse(account, request) : []),
        reply: (account, request) => (isTwilio(account) ? (webhook.reply?.(account, request) ?? null) : null),
      },
    }),
    check: (account, signal) =>
      isTwilio(account) ? checkTwilio(account, signal) : checkSmpp(asSmpp(account)),
    async listen(account, inbox, signal) {
      if (!isTwilio(account)) await smpp.listen?.(asSmpp(account), inbox, signal);
    },
    close: async () => smpp.close?.(),
  };
}

function isTwilio(account: Account<SmsSettings>): account is Account<TwilioSettings> {
  return account.settings.provider === 'twilio';
}

function asSmpp({ settings, ...account }: Account<SmsSettings>): Account<SmppSettings> {
  if (settings.provider !== 'smpp') throw new TypeError('expected an account whose provider is smpp');
  return { ...account, settings };
}
