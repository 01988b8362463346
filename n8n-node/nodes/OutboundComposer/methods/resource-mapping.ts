import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { clientOf, inWords } from './list-search.js';

/** One field per variable of the chosen template, with its own name and the template's example. */
export async function getTemplateVariables(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
  return await inWords(this, async () => {
    const templateId = this.getCurrentNodeParameter('template', { extractValue: true });
    if (typeof templateId !== 'string' || templateId === '') return { fields: [] };
    const client = await clientOf(this);
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await client.listTemplates({ status: 'any', limit: 200, ...(cursor ? { cursor } : {}) });
      const template = page.items.find(({ id }) => id === templateId);
      if (template)
        return {
          fields: template.variables.map((name) => ({
            id: name,
            displayName: template.examples[name] ? `${name} (e.g. ${template.examples[name]})` : name,
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
