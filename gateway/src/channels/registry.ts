import type { Channel } from '@outbound-composer/core';
import type { ChannelAdapter } from './adapter.js';
import { emailAdapter } from './email/index.js';
import { instagramAdapter } from './instagram/index.js';
import { lineAdapter } from './line/index.js';
import { messengerAdapter } from './messenger/index.js';
import { smsAdapter } from './sms/index.js';
import { telegramAdapter } from './telegram/index.js';
import { tikTokAdapter } from './tiktok/index.js';
import { viberAdapter } from './viber/index.js';
import { websiteChatAdapter } from './website-chat/index.js';
import { weChatAdapter } from './wechat/index.js';
import { whatsappAdapter } from './whatsapp/index.js';

/** The channels that this gateway can dispatch through. Close them with `closeAdapters` when it stops. */
export function createAdapters(clock: () => number = Date.now): ReadonlyMap<Channel, ChannelAdapter> {
  const adapters = [
    emailAdapter(clock),
    instagramAdapter,
    lineAdapter,
    messengerAdapter,
    telegramAdapter(clock),
    smsAdapter(clock),
    tikTokAdapter(clock),
    viberAdapter,
    websiteChatAdapter,
    weChatAdapter(clock),
    whatsappAdapter,
  ] as readonly ChannelAdapter[];
  return new Map(adapters.map((adapter) => [adapter.channel, adapter]));
}

export async function closeAdapters(adapters: ReadonlyMap<Channel, ChannelAdapter>): Promise<void> {
  await Promise.all([...adapters.values()].map((adapter) => adapter.close?.()));
}
