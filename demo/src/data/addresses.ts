import type { Channel } from '@outbound-composer/core';
import type { Dice } from './dice.js';

/** The contact's address on a channel, shaped as that provider's ids are; null where there is none. */
export function addressOn(
  channel: Channel,
  person: { readonly email: string | null; readonly phone: string | null },
  index: number,
  dice: Dice,
): string | null {
  const serial = String(index).padStart(6, '0');
  switch (channel) {
    case 'email':
      return person.email;
    case 'whatsapp':
    case 'sms':
      return person.phone;
    case 'telegram':
      return `7${serial}${dice.digits('##')}`;
    case 'messenger':
    case 'instagram':
      return `17${dice.digits('#####')}${serial}${dice.digits('###')}`;
    case 'wechat':
      return `o${dice.hex(21)}${serial}`;
    case 'line':
      return `U${dice.hex(26)}${serial}`;
    case 'viber':
      return `${dice.hex(16)}${serial}==`;
    case 'website_chat':
      return `visitor-${serial}-${dice.hex(8)}`;
    case 'tiktok':
      return `tt-${serial}${dice.digits('######')}`;
    default:
      throw new Error(`The sample has no addresses on ${channel}`);
  }
}
