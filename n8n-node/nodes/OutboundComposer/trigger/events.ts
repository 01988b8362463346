import type { WebhookEventType } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../failures.js';

const EVENTS = [
  { name: 'Contact Replied', value: 'message.received', description: 'A contact wrote, on any channel' },
  {
    name: 'Conversation Assigned',
    value: 'conversation.assigned',
    description: 'To an agent, or to nobody',
  },
  { name: 'Conversation Closed', value: 'conversation.closed', description: 'With its closing note' },
  {
    name: 'Conversation Reopened',
    value: 'conversation.opened',
    description: 'Reopened, started or woken from a snooze; the field "previous" says what it was',
  },
  { name: 'CSAT Answered', value: 'survey.answered', description: 'A contact rated a conversation' },
  { name: 'Message Delivered', value: 'message.delivered', description: 'The provider reported it' },
  { name: 'Message Failed', value: 'message.failed', description: 'With the reason' },
  {
    name: 'Message Outcome Unknown',
    value: 'message.unknown',
    description: 'Nobody can know whether the provider took it; it is never sent again by itself',
  },
  { name: 'Message Read', value: 'message.read', description: 'The provider reported it' },
  { name: 'Message Sent', value: 'message.sent', description: 'The provider took it' },
  {
    name: 'Window About to Close',
    value: 'window.closing',
    description: 'The last hours in which free text may be sent to a contact; once for a window',
  },
] as const satisfies readonly { name: string; value: WebhookEventType; description: string }[];

export const properties: INodeProperties[] = [
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: [...EVENTS],
    default: ['message.received'],
    required: true,
    description: 'What starts the workflow',
  },
  {
    displayName: 'Hours Before Closing',
    name: 'windowClosingHours',
    type: 'number',
    typeOptions: { minValue: 0.25, maxValue: 168, numberPrecision: 2 },
    default: 2,
    description: 'How long before a messaging window closes the workflow starts',
    displayOptions: { show: { events: ['window.closing'] } },
  },
];

export function eventsOf(value: unknown): WebhookEventType[] {
  const chosen = Array.isArray(value) ? value : [];
  if (chosen.length === 0) throw new FieldFault('Events', 'is empty', 'Choose at least one event.');
  return chosen.map((one) => {
    const known = EVENTS.find((event) => event.value === one);
    if (known === undefined)
      throw new FieldFault(
        'Events',
        `has the unknown value "${String(one)}"`,
        `It must be of ${EVENTS.map((event) => event.value).join(', ')}.`,
      );
    return known.value;
  });
}

export function closingHoursOf(value: unknown): number {
  const hours = Number(value);
  if (!(hours >= 0.25 && hours <= 168))
    throw new FieldFault(
      'Hours Before Closing',
      'is not a number of hours from 0.25 to 168',
      'Write 2 for two hours.',
    );
  return hours;
}
