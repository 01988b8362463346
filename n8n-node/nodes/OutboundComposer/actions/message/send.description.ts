import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { AT_ONCE } from '../../batches.js';
import { batchingOptions } from '../../descriptions/batching.js';
import { channelField } from '../../descriptions/channel.js';
import { contactField } from '../../descriptions/contact.js';
import { templateField, variableFields } from '../../descriptions/content.js';
import { purposeField } from '../../descriptions/purpose.js';

/** The template is asked for when it is the message itself, and when it stands in for a refused text. */
const withTemplate: IDisplayOptions[] = [
  { show: { contentKind: ['template'] } },
  { show: { contentKind: ['text'], fallback: ['template', 'templateThenChannel'] } },
];

const kindAndText: INodeProperties[] = [
  {
    displayName: 'Content',
    name: 'contentKind',
    type: 'options',
    options: [
      { name: 'Template', value: 'template', description: 'A template that the provider has approved' },
      { name: 'Text', value: 'text', description: 'Your own words' },
    ],
    default: 'text',
    description: 'What to send',
  },
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    required: true,
    placeholder: 'e.g. Your parcel has been found.',
    displayOptions: { show: { contentKind: ['text'] } },
  },
];

/** Text or template, without anything that stands in for a refused text. */
export const contentFields: INodeProperties[] = [
  ...kindAndText,
  templateField({ show: { contentKind: ['template'] } }),
  ...variableFields({ show: { contentKind: ['template'] } }),
];

export const description: INodeProperties[] = [
  contactField,
  channelField,
  purposeField,
  ...kindAndText,
  {
    displayName: 'If Not Eligible',
    name: 'fallback',
    type: 'options',
    options: [
      { name: 'Send a Template', value: 'template', description: 'On the same channel, if it permits one' },
      {
        name: 'Send a Template, Then Use Another Channel',
        value: 'templateThenChannel',
        description: 'First the template; where none is permitted, the contact’s next channel',
      },
      { name: 'Stop', value: 'none', description: 'The item leaves through Not Eligible' },
      {
        name: 'Use Another Channel',
        value: 'channel',
        description: 'The contact’s best channel for this text',
      },
    ],
    default: 'none',
    description: 'What to do where the channel does not permit this text now',
    displayOptions: { show: { contentKind: ['text'] } },
  },
  ...withTemplate.flatMap((shown) => [templateField(shown), ...variableFields(shown)]),
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      ...batchingOptions(AT_ONCE.size),
      {
        displayName: 'Dry Run',
        name: 'dryRun',
        type: 'boolean',
        default: false,
        description: 'Whether to only check what would happen: nothing is sent',
      },
      {
        displayName: 'Include Input Fields',
        name: 'includeInput',
        type: 'boolean',
        default: false,
        description: 'Whether to keep the fields of the input item beside the result',
      },
      {
        displayName: 'Reopen Reason',
        name: 'reopenReason',
        type: 'string',
        default: '',
        description: 'Noted where the message reopens a closed conversation',
      },
      {
        displayName: 'Sender Account Name or ID',
        name: 'channelAccountId',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'getChannelAccounts' },
        default: '',
        description:
          'Which of your numbers, pages or mailboxes to send from. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
      },
      {
        displayName: 'Subject',
        name: 'subject',
        type: 'string',
        default: '',
        description: 'Of the message, on channels that have one (email)',
      },
      {
        displayName: 'Take Over',
        name: 'takeOver',
        type: 'boolean',
        default: false,
        description: 'Whether to write also where another agent has the conversation; it is recorded',
      },
    ],
  },
];
