import type { Channel } from '@outbound-composer/core';

/** What an address is on a channel: the contact's own e-mail address or phone, or an id of the provider's. */
export function addressKind(channel: Channel): 'email' | 'phone' | 'id' {
  switch (channel) {
    case 'email':
      return 'email';
    case 'whatsapp':
    case 'sms':
    case 'rcs':
      return 'phone';
    default:
      return 'id';
  }
}
