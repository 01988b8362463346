import { appendFile } from 'node:fs/promises';
import type { IDataObject, INodeType, INodeTypeDescription } from 'n8n-workflow';

/**
 * The few nodes of n8n's own package that the workflow templates use, as far as they use them. That package is
 * large; the conditions are n8n's all the same, since the engine itself evaluates them.
 */
function passOn(name: string, over: Partial<INodeTypeDescription> = {}): INodeType {
  return {
    description: {
      displayName: name,
      name,
      group: ['transform'],
      version: [1, 1.2, 2, 4.2, 4.7],
      description: '',
      defaults: {},
      inputs: ['main'],
      outputs: ['main'],
      properties: [],
      ...over,
    },
    async execute() {
      return [this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }))];
    },
  };
}

function byConditions(name: string, outputs: 1 | 2): INodeType {
  return {
    description: {
      ...passOn(name).description,
      version: 2.2,
      outputs: outputs === 1 ? ['main'] : ['main', 'main'],
      properties: [
        {
          displayName: 'Conditions',
          name: 'conditions',
          type: 'filter',
          default: {},
          typeOptions: { filter: { caseSensitive: true, typeValidation: 'strict', version: 2 } },
        },
      ],
    },
    async execute() {
      const items = this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }));
      const passes = items.map(
        (_, index) => this.getNodeParameter('conditions', index, false, { extractValue: true }) === true,
      );
      const kept = items.filter((_, index) => passes[index]);
      return outputs === 1 ? [kept] : [kept, items.filter((_, index) => !passes[index])];
    },
  };
}

/** Edit Fields: what it assigns, and nothing of what came in. */
const set: INodeType = {
  description: {
    ...passOn('set').description,
    version: 3.4,
    properties: [{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} }],
  },
  async execute() {
    const fieldsOf = (index: number) =>
      this.getNodeParameter('assignments.assignments', index) as { name: string; value: unknown }[];
    const items = this.getInputData().map((_, index) => ({
      json: Object.fromEntries(fieldsOf(index).map(({ name, value }) => [name, value])) as IDataObject,
      pairedItem: { item: index },
    }));
    return [items];
  },
};

/** Convert to File > Text: the file holds what stands in one field. */
const convertToFile: INodeType = {
  description: {
    ...passOn('convertToFile').description,
    version: 1.1,
    properties: [{ displayName: 'Source', name: 'sourceProperty', type: 'string', default: '' }],
  },
  async execute() {
    const items = this.getInputData().map(async ({ json }, index) => {
      const text = String(json[this.getNodeParameter('sourceProperty', index) as string]);
      const data = await this.helpers.prepareBinaryData(Buffer.from(text), 'file.txt', 'text/plain');
      return { json: {}, binary: { data }, pairedItem: { item: index } };
    });
    return [await Promise.all(items)];
  },
};

/** Write File to Disk with Append. */
const readWriteFile: INodeType = {
  description: {
    ...passOn('readWriteFile').description,
    version: 1.1,
    properties: [{ displayName: 'File', name: 'fileName', type: 'string', default: '' }],
  },
  async execute() {
    const items = this.getInputData();
    for (const index of items.keys()) {
      const bytes = await this.helpers.getBinaryDataBuffer(index, 'data');
      await appendFile(this.getNodeParameter('fileName', index) as string, bytes);
    }
    return [items];
  },
};

const trigger = { group: ['trigger'], inputs: [] } satisfies Partial<INodeTypeDescription>;

export const otherNodes: Record<string, INodeType> = {
  'n8n-nodes-base.scheduleTrigger': passOn('scheduleTrigger', trigger),
  'n8n-nodes-base.webhook': passOn('webhook', trigger),
  'n8n-nodes-base.googleSheets': passOn('googleSheets'),
  'n8n-nodes-base.set': set,
  'n8n-nodes-base.convertToFile': convertToFile,
  'n8n-nodes-base.readWriteFile': readWriteFile,
  'n8n-nodes-base.httpRequest': passOn('httpRequest'),
  'n8n-nodes-base.noOp': passOn('noOp'),
  'n8n-nodes-base.stickyNote': passOn('stickyNote', { inputs: [], outputs: [] }),
  'n8n-nodes-base.filter': byConditions('filter', 1),
  'n8n-nodes-base.if': byConditions('if', 2),
};
