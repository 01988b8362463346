import { appleMessages } from './channels/apple-messages.js';
import { discord } from './channels/discord.js';
import { email } from './channels/email.js';
import { instagram } from './channels/instagram.js';
import { kakaotalk } from './channels/kakaotalk.js';
import { line } from './channels/line.js';
import { messenger } from './channels/messenger.js';
import { rcs } from './channels/rcs.js';
import { respondIoRules } from './channels/respond-io.js';
import { slack } from './channels/slack.js';
import { sms } from './channels/sms.js';
import { telegram } from './channels/telegram.js';
import { tiktok } from './channels/tiktok.js';
import { viber } from './channels/viber.js';
import { websiteChat } from './channels/website-chat.js';
import { wechat } from './channels/wechat.js';
import { whatsapp } from './channels/whatsapp.js';
import { x } from './channels/x.js';
import { zaloOa } from './channels/zalo-oa.js';
import type { ChannelRules } from './rule.js';

/**
 * Every rule as it is written down, by preset. A new channel is one file in `channels/` and one line here; then
 * `npm run generate` writes `compact.ts`, from which decisions are made.
 */
export const rulebook: Readonly<Record<'current' | 'respond-io', readonly ChannelRules[]>> = {
  current: [
    whatsapp,
    messenger,
    instagram,
    viber,
    wechat,
    telegram,
    line,
    websiteChat,
    sms,
    email,
    tiktok,
    rcs,
    appleMessages,
    zaloOa,
    kakaotalk,
    x,
    discord,
    slack,
  ],
  'respond-io': respondIoRules,
};
