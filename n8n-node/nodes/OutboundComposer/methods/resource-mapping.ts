import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import type { Located } from '../contact-ref.js';
import { inWords } from '../failures.js';
import { clientOf } from './list-search.js';

/** One field per variable of the chosen template, with its own name and the template's example. */
export async function getTemplateVariables(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
  return await inWords(this, async () => {
    const template = this.getCurrentNodeParameter('template') as Located | undefined;
    const templateId = template?.value;
    if (typeof templateId !== 'string' || templateId === '') return { fields: [] };
    const client = await clientOf(this);
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await client.listTemplates({ status: 'any', limit: 200, ...(cursor ? { cursor } : {}) });
      const found = page.items.find(({ id }) => id === templateId);
      if (found)
        return {
          fields: found.variables.map((name) => ({
            id: name,
            displayName: found.examples[name] ? `${name} (e.g. ${found.examples[name]})` : name,
            required: true,
            defaultMatch: false,
            display: true,
            type: 'string',
            canBeUsedToMatch: false,
          })),
        };
      cursor = page.nextCursor;
    }
    return {
      fields: [],
      emptyFieldsNotice: 'The gateway has no such template any more. Choose another one.',
    };
  });
}

export const resourceMapping = { getTemplateVariables };
