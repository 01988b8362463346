import type {
  ContactListItem,
  ContactSearchQuery,
  ContactSearchResult,
} from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { channelsField } from '../../descriptions/channel.js';
import { mostOf, pagingFields } from '../../descriptions/paging.js';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField, textList } from '../../text-field.js';

const LARGEST_PAGE = 100;

interface Filters {
  assignee?: string;
  channel?: string[];
  country?: string;
  inbox?: 'all' | 'team' | 'unassigned';
  tags?: string;
}

export const description: INodeProperties[] = [
  {
    displayName: 'Search',
    name: 'search',
    type: 'string',
    default: '',
    placeholder: 'e.g. ada lovelace',
    description: 'Words that must all match a name, email or phone; leave empty to list all contacts',
  },
  {
    displayName: 'Conversation Status',
    name: 'status',
    type: 'options',
    options: [
      { name: 'Any', value: 'any' },
      { name: 'Closed', value: 'closed' },
      { name: 'Open', value: 'open' },
      { name: 'Snoozed', value: 'snoozed' },
    ],
    default: 'any',
  },
  ...pagingFields,
  {
    displayName: 'Sort',
    name: 'sort',
    type: 'options',
    options: [
      { name: 'Last Activity', value: 'last_activity' },
      { name: 'Name', value: 'name' },
      { name: 'Recently Closed', value: 'recently_closed' },
      { name: 'Window Closing Soonest', value: 'window_closing' },
    ],
    default: 'recently_closed',
  },
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add filter',
    default: {},
    options: [
      {
        displayName: 'Assignee Name or ID',
        name: 'assignee',
        type: 'options',
        typeOptions: { loadOptionsMethod: 'getAgents' },
        default: '',
        description:
          'Only conversations of this agent. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
      },
      channelsField,
      {
        displayName: 'Country',
        name: 'country',
        type: 'string',
        default: '',
        placeholder: 'e.g. DE',
        description: 'Two-letter code',
      },
      {
        displayName: 'Inbox',
        name: 'inbox',
        type: 'options',
        options: [
          { name: 'All', value: 'all' },
          { name: 'Team', value: 'team' },
          { name: 'Unassigned', value: 'unassigned' },
        ],
        default: 'all',
      },
      {
        displayName: 'Tags',
        name: 'tags',
        type: 'string',
        default: '',
        placeholder: 'e.g. VIP, beta',
        description: 'Only contacts with all of these tags, as they are written, separated by commas',
      },
    ],
  },
];

export async function execute(run: Run): Promise<void> {
  const searches = run.readAll((index) => ({ query: queryOf(run, index), most: mostOf(run, index) }));
  for (const [index, { query, most }] of searches)
    await run.attempt(index, async () => {
      const contacts = await found(run, query, most);
      run.accept(index, ...contacts.map(({ id: contactId, ...contact }) => ({ contactId, ...contact })));
    });
}

function queryOf({ context }: Run, index: number): ContactSearchQuery {
  const { assignee, channel, country, inbox, tags } = context.getNodeParameter(
    'filters',
    index,
    {},
  ) as Filters;
  const status = context.getNodeParameter('status', index) as NonNullable<ContactSearchQuery['status']>;
  const sort = context.getNodeParameter('sort', index) as NonNullable<ContactSearchQuery['sort']>;
  const tag = textList(tags);
  return {
    q: textField(context, 'search', index),
    status,
    sort,
    ...(inbox ? { inbox } : {}),
    ...(assignee ? { assignee } : {}),
    ...(channel?.length ? { channel: channel as NonNullable<ContactSearchQuery['channel']> } : {}),
    ...(country ? { country: [countryOf(country)] } : {}),
    ...(tag.length ? { tag } : {}),
  };
}

function countryOf(country: string): string {
  const code = country.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(code))
    throw new FieldFault(
      'Country',
      'is not a two-letter code',
      'It must be an ISO 3166-1 code like DE or US.',
    );
  return code;
}

async function found(run: Run, query: ContactSearchQuery, most: number): Promise<ContactListItem[]> {
  const contacts: ContactListItem[] = [];
  for (let cursor: string | null | undefined; cursor !== null && contacts.length < most; ) {
    const limit = Math.min(LARGEST_PAGE, most - contacts.length);
    const page = await run.client.searchContacts({ ...query, limit, ...(cursor ? { cursor } : {}) });
    contacts.push(...page.items);
    cursor = page.nextCursor;
    if (contacts.length === 0) hintWhereElse(run, page);
  }
  return contacts;
}

/** Nothing under the chosen status: the editor says where the gateway found something. */
function hintWhereElse({ context }: Run, { foundUnder }: ContactSearchResult): void {
  if (foundUnder.length === 0) return;
  const places = foundUnder.map(
    ({ status, count, capped }) => `${capped ? 'more than ' : ''}${count} ${status}`,
  );
  context.addExecutionHints({
    message: `Nothing found under this conversation status, but elsewhere: ${places.join(', ')}.`,
    location: 'outputPane',
  });
}
