import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

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
      version: [1, 1.2, 2, 4.2],
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

const trigger = { group: ['trigger'], inputs: [] } satisfies Partial<INodeTypeDescription>;

export const otherNodes: Record<string, INodeType> = {
  'n8n-nodes-base.scheduleTrigger': passOn('scheduleTrigger', trigger),
  'n8n-nodes-base.webhook': passOn('webhook', trigger),
  'n8n-nodes-base.httpRequest': passOn('httpRequest'),
  'n8n-nodes-base.noOp': passOn('noOp'),
  'n8n-nodes-base.stickyNote': passOn('stickyNote', { inputs: [], outputs: [] }),
  'n8n-nodes-base.filter': byConditions('filter', 1),
  'n8n-nodes-base.if': byConditions('if', 2),
};
