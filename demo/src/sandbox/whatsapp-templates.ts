/** A message template as the Graph API lists it. */
export interface GraphTemplate {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
  readonly category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  readonly parameter_format: 'POSITIONAL' | 'NAMED';
  readonly components: readonly GraphComponent[];
}

export type GraphComponent =
  | { readonly type: 'HEADER'; readonly format: 'TEXT'; readonly text: string; readonly example?: object }
  | { readonly type: 'BODY'; readonly text: string; readonly example?: object }
  | { readonly type: 'FOOTER'; readonly text: string }
  | {
      readonly type: 'BUTTONS';
      readonly buttons: readonly {
        readonly type: 'QUICK_REPLY' | 'URL';
        readonly text: string;
        readonly url?: string;
      }[];
    };

const body = (text: string, ...examples: string[]): GraphComponent => ({
  type: 'BODY',
  text,
  example: { body_text: [examples] },
});
const named = (text: string, examples: Readonly<Record<string, string>>): GraphComponent => ({
  type: 'BODY',
  text,
  example: {
    body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({
      param_name,
      example,
    })),
  },
});
const footer: GraphComponent = { type: 'FOOTER', text: 'Nordlicht Bikes' };

/** The templates of the WhatsApp business account of the demo. */
export const WHATSAPP_TEMPLATES: readonly GraphTemplate[] = [
  {
    id: '920070352646141',
    name: 'case_follow_up',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      body(
        'Hi {{1}}, we have news about your request “{{2}}”: it is solved. Just reply here if anything is still open.',
        'Ada',
        'motor cuts out',
      ),
      footer,
    ],
  },
  {
    id: '920070352646142',
    name: 'case_follow_up',
    language: 'de',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      body(
        'Hallo {{1}}, es gibt Neues zu Ihrer Anfrage „{{2}}“: Sie ist gelöst. Antworten Sie einfach hier, falls noch etwas offen ist.',
        'Sophie',
        'Motor setzt aus',
      ),
      footer,
    ],
  },
  {
    id: '920070352646143',
    name: 'repair_ready',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Ready for pick-up' },
      named('Hi {{first_name}}, your {{bike}} is ready. We are open until {{closing_time}}.', {
        first_name: 'Ada',
        bike: 'Fjord Cargo',
        closing_time: '7 pm',
      }),
      footer,
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'I am coming' },
          { type: 'QUICK_REPLY', text: 'Keep it for now' },
        ],
      },
    ],
  },
  {
    id: '920070352646144',
    name: 'parcel_found',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      body(
        'Good news, {{1}}: your parcel {{2}} was found and arrives on {{3}}.',
        'Luca',
        'NB-20418',
        'Friday',
      ),
      footer,
    ],
  },
  {
    id: '920070352646145',
    name: 'how_did_we_do',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [
      body('Hi {{1}}, your case is closed. How did we do?', 'Ada'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Great' },
          { type: 'QUICK_REPLY', text: 'Okay' },
          { type: 'QUICK_REPLY', text: 'Not good' },
        ],
      },
    ],
  },
  {
    id: '920070352646146',
    name: 'vip_preview',
    language: 'en',
    status: 'APPROVED',
    category: 'MARKETING',
    parameter_format: 'POSITIONAL',
    components: [
      body(
        'Hello {{1}}, as a valued customer you may reserve the new {{2}} before everyone else.',
        'Ada',
        'Tundra E',
      ),
      footer,
    ],
  },
  {
    id: '920070352646147',
    name: 'winter_check',
    language: 'en',
    status: 'PENDING',
    category: 'MARKETING',
    parameter_format: 'POSITIONAL',
    components: [body('Hi {{1}}, book your winter check before {{2}}.', 'Ada', '1 December')],
  },
  {
    id: '920070352646148',
    name: 'spring_sale',
    language: 'en',
    status: 'REJECTED',
    category: 'MARKETING',
    parameter_format: 'POSITIONAL',
    components: [body('Everything must go, {{1}}!', 'Ada')],
  },
];
