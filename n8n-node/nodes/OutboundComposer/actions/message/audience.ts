import type { ContactListItem } from '@outbound-composer/core/contract';
import type { INodeProperties } from 'n8n-workflow';
import { FieldFault } from '../../failures.js';
import type { Run } from '../../run.js';
import { textField } from '../../text-field.js';

/** Contacts that the gateway lists at once. */
const PAGE = 100;

/** Many contacts at once. Read it with `audienceOf()`. */
export const audienceFields: INodeProperties[] = [
  {
    displayName: 'Audience',
    name: 'audience',
    type: 'options',
    options: [
      { name: 'Segment', value: 'segment', description: 'A group that the gateway knows by its rules' },
      { name: 'Tag', value: 'tag', description: 'All contacts with this tag' },
    ],
    default: 'tag',
    description: 'Whom to write to',
  },
  {
    displayName: 'Segment Name or ID',
    name: 'segment',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getSegments' },
    default: '',
    required: true,
    description:
      'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
    displayOptions: { show: { audience: ['segment'] } },
  },
  {
    displayName: 'Tag',
    name: 'tag',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. VIP',
    description: 'As it is written on the contacts',
    displayOptions: { show: { audience: ['tag'] } },
  },
];

/** Lists one page of the audience after another. */
export type Audience = (run: Run) => AsyncGenerator<ContactListItem[]>;

export function audienceOf({ context }: Run, index: number): Audience {
  const kind = context.getNodeParameter('audience', index);
  if (kind === 'segment') {
    const key = filled('Segment', textField(context, 'segment', index));
    return ({ client }) => pages((cursor) => client.listSegmentContacts(key, { limit: PAGE, ...cursor }));
  }
  if (kind === 'tag') {
    const tag = [filled('Tag', textField(context, 'tag', index))];
    return ({ client }) =>
      pages((cursor) =>
        client.searchContacts({ q: '', status: 'any', sort: 'name', tag, limit: PAGE, ...cursor }),
      );
  }
  throw new FieldFault('Audience', `has the unknown value "${String(kind)}"`, 'It must be segment or tag.');
}

function filled(field: string, value: string): string {
  if (value === '')
    throw new FieldFault(field, 'is empty', 'Choose one, or check that the expression has a value.');
  return value;
}

async function* pages(
  list: (cursor: { cursor?: string }) => Promise<{ items: ContactListItem[]; nextCursor: string | null }>,
): AsyncGenerator<ContactListItem[]> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(cursor ? { cursor } : {});
    yield page.items;
    cursor = page.nextCursor;
  }
}
