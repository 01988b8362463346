import type { ChannelBoundaries } from './boundary.js';
import { instagram } from './instagram.js';
import { kakaotalk } from './kakaotalk.js';
import { line } from './line.js';
import { messenger } from './messenger.js';
import { respondIo } from './respond-io.js';
import { sms } from './sms.js';
import { telegram } from './telegram.js';
import { tiktok } from './tiktok.js';
import { viber } from './viber.js';
import { wechat } from './wechat.js';
import { whatsapp } from './whatsapp.js';
import { withoutLimits } from './without-limits.js';
import { zaloOa } from './zalo-oa.js';

/** The tables by preset; `boundaries.test.ts` fails when a rule has a limit that no row asks about. */
export const boundaries: Readonly<Record<'current' | 'respond-io', readonly ChannelBoundaries[]>> = {
  current: [
    whatsapp,
    messenger,
    instagram,
    viber,
    wechat,
    telegram,
    line,
    sms,
    tiktok,
    zaloOa,
    kakaotalk,
    ...withoutLimits,
  ],
  'respond-io': respondIo,
};
