import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** A template of the gateway, from a list that is searched by name and text. */
export function templateField(displayOptions: IDisplayOptions): INodeProperties {
  return {
    displayName: 'Template',
    name: 'template',
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    description: 'An approved template of the channel',
    displayOptions,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Select a template…',
        typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. {{ $json.templateId }}' },
    ],
  };
}

/** The template's variables by their own names, or as JSON where the template is only known at run time. */
export function variableFields(displayOptions: IDisplayOptions): INodeProperties[] {
  const shownWith = (how: string): IDisplayOptions => ({
    ...displayOptions,
    show: { ...displayOptions.show, variablesAs: [how] },
  });
  return [
    {
      displayName: 'Template Variables As',
      name: 'variablesAs',
      type: 'options',
      options: [
        { name: 'Fields', value: 'fields', description: 'One field per variable of the template' },
        { name: 'JSON', value: 'json', description: 'For a template that is chosen by an expression' },
      ],
      default: 'fields',
      displayOptions,
    },
    {
      displayName: 'Template Variables',
      name: 'variables',
      type: 'resourceMapper',
      noDataExpression: true,
      default: { mappingMode: 'defineBelow', value: null },
      required: true,
      displayOptions: shownWith('fields'),
      typeOptions: {
        loadOptionsDependsOn: ['template.value'],
        resourceMapper: {
          resourceMapperMethod: 'getTemplateVariables',
          mode: 'add',
          fieldWords: { singular: 'variable', plural: 'variables' },
          addAllFields: true,
          multiKeyMatch: false,
          supportAutoMap: true,
          noFieldsError: 'This template has no variables, or no template is chosen yet.',
        },
      },
    },
    {
      displayName: 'Template Variables (JSON)',
      name: 'variablesJson',
      type: 'json',
      default: '{}',
      placeholder: 'e.g. {"1": "{{ $json.firstName }}"}',
      description: 'The variables by the template’s own names',
      displayOptions: shownWith('json'),
    },
  ];
}
