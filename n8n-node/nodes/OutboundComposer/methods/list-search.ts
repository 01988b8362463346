import { createGatewayClient } from '@outbound-composer/core/client';
import type { ContactListItem } from '@outbound-composer/core/contract';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { channelName } from '../descriptions/channel.js';
import { inWords } from '../failures.js';
import { gatewayTransport } from '../transport.js';

const PAGE = 50;

export async function clientOf(context: ILoadOptionsFunctions) {
  return createGatewayClient(await gatewayTransport(context));
}

/** Contacts by name, e-mail or phone, whatever the state of their conversation. */
export async function searchContacts(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  return await inWords(this, async () => {
    const page = await (await clientOf(this)).searchContacts({
      q: filter ?? '',
      status: 'any',
      sort: filter ? 'name' : 'last_activity',
      limit: PAGE,
      ...(paginationToken ? { cursor: paginationToken } : {}),
    });
    return listed(
      page.items.map((contact) => ({ name: personName(contact), value: contact.id })),
      page.nextCursor,
    );
  });
}

/** Approved templates by name or text. */
export async function searchTemplates(
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  return await inWords(this, async () => {
    const channel = this.getCurrentNodeParameter('channel');
    const page = await (await clientOf(this)).listTemplates({
      limit: PAGE,
      ...(filter ? { q: filter } : {}),
      ...(typeof channel === 'string' && channel !== '' && channel !== 'any' ? { channel } : {}),
      ...(paginationToken ? { cursor: paginationToken } : {}),
    });
    const results = page.items.map(({ id, name, language, channel: on }) => ({
      name: `${name} (${language}, ${channelName(on)})`,
      value: id,
    }));
    return listed(results, page.nextCursor);
  });
}

export const listSearch = { searchContacts, searchTemplates };

function listed(results: INodeListSearchResult['results'], cursor: string | null): INodeListSearchResult {
  return { results, ...(cursor === null ? {} : { paginationToken: cursor }) };
}

function personName({ firstName, lastName, email, phone, id }: ContactListItem): string {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  const address = email ?? phone;
  if (name === '') return address ?? id;
  return address ? `${name} (${address})` : name;
}
