import type { Account, ChannelAdapter } from '../../adapter.js';
import { SmppLink } from './link.js';
import { listenSmpp } from './listen.js';
import { sendSmpp } from './send.js';
import { SmppSettings } from './settings.js';

/** SMS by SMPP 3.4, which every carrier and aggregator speaks. */
export function smppAdapter(clock: () => number = Date.now): ChannelAdapter<SmppSettings> {
  const links = new Map<string, SmppLink>();
  const linkOf = ({ id, settings }: Account<SmppSettings>) => {
    const known = links.get(id);
    if (known?.settings === settings) return known;
    void known?.close();
    const link = new SmppLink(settings);
    links.set(id, link);
    return link;
  };
  return {
    channel: 'sms',
    settings: SmppSettings,
    send: (account, message, signal) => sendSmpp(linkOf(account), message, signal),
    listen: (account, inbox, signal) => listenSmpp(linkOf(account), inbox, clock, signal),
    async close() {
      await Promise.all([...links.values()].map((link) => link.close()));
      links.clear();
    },
  };
}
