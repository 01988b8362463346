import type { ChannelAdapter } from '../../adapter.js';
import { sendTwilio } from './send.js';
import { TwilioSettings } from './settings.js';
import { reply, twilioParser, verify } from './webhook.js';

/** SMS by Twilio. */
export function twilioAdapter(clock: () => number = Date.now): ChannelAdapter<TwilioSettings> {
  return {
    channel: 'sms',
    settings: TwilioSettings,
    send: sendTwilio,
    webhook: { verify, parse: twilioParser(clock), reply },
  };
}
