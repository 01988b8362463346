import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  INodeProperties,
} from 'n8n-workflow';

/** Where the gateway is, and a key that it accepts. */
export class OutboundComposerApi implements ICredentialType {
  name = 'outboundComposerApi';

  displayName = 'Outbound Composer API';

  icon: Icon = {
    light: 'file:../nodes/OutboundComposer/outboundComposer.svg',
    dark: 'file:../nodes/OutboundComposer/outboundComposer.dark.svg',
  };

  documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-outbound-composer';

  properties: INodeProperties[] = [
    {
      displayName: 'Gateway URL',
      name: 'baseUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://outbound.example.com',
      description: 'Where your Outbound Composer gateway answers, without a path after the host',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      placeholder: 'oc_…',
      description: 'Made on the gateway with the command "gateway keys create"',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}', url: '/v1/me' },
    // A web page also answers 200: only a gateway says which workspace the key belongs to.
    rules: [
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'workspace',
          value: undefined,
          message: 'Something answers at the Gateway URL, but it is not an Outbound Composer gateway',
        },
      },
    ],
  };
}
