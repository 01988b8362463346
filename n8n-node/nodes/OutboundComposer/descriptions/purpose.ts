import { PURPOSES } from '@outbound-composer/core';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../failures.js';

/** Why the message is written: a channel may permit one purpose and forbid another. Read it with `purposeOf()`. */
export const purposeField: INodeProperties = {
  displayName: 'Purpose',
  name: 'purpose',
  type: 'options',
  options: [
    { name: 'CSAT', value: 'csat', description: 'Ask how satisfied the customer is' },
    { name: 'Marketing', value: 'marketing', description: 'Advertise; needs the customer’s consent' },
    { name: 'Support', value: 'support', description: 'Follow up on what the customer asked for' },
    { name: 'VIP Update', value: 'vip_update', description: 'Tell a VIP customer what is new for them' },
  ],
  default: 'support',
  description: 'Why you write. A channel may permit one purpose and forbid another.',
};

export function purposeOf(value: unknown): (typeof PURPOSES)[number] {
  const purpose = PURPOSES.find((known) => known === value);
  if (purpose === undefined)
    throw new FieldFault(
      'Purpose',
      `has the unknown value "${String(value)}"`,
      `It must be ${PURPOSES.join(', ')}.`,
    );
  return purpose;
}
