import type { Channel } from '@outbound-composer/core';
import { addressKind } from '../store/address-kind.js';
import { FieldFault, readEmail, readPhone, readText } from './fields.js';

/** A sender account of ours that rows may name by its key. */
export interface ImportAccount {
  readonly id: string;
  readonly key: string;
  readonly channel: Channel;
}

/** An address as identities keep it. @throws FieldFault */
export function readAddress(channel: Channel, value: string, country: string): string {
  switch (addressKind(channel)) {
    case 'email':
      return readEmail(value);
    case 'phone':
      return readPhone(value, country);
    case 'id': {
      const address = readText(value, 500);
      if (/\s/.test(address)) throw new FieldFault('expected an id without blanks');
      return address;
    }
  }
}
