import type { Outbound } from '../../src/channels/adapter.js';
import { TEXT } from './conformance.js';

/** Every kind of message that WhatsApp takes, as we send it and as the Cloud API gets it. */
export interface WhatsAppMessage {
  readonly title: string;
  readonly message: Partial<Outbound>;
  /** What stands in the body beside recipient and our own id. */
  readonly body: Readonly<Record<string, unknown>>;
}

type Content = Outbound['content'];
type TemplateContent = Extract<Content, { kind: 'template' }>;

const media = (
  type: 'image' | 'audio' | 'video' | 'document',
  mimeType: string,
  fileName: string,
  text: string,
): Content => ({
  kind: 'media',
  text,
  media: {
    type,
    mimeType,
    fileName,
    url: `https://files.example/${fileName}`,
    bytes: fileName.length,
    read: async () => Buffer.from(fileName),
  },
});

const answers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `csat:${index + 1}`, title: `${index + 1} stars` }));
const question = (count: number): Content => ({
  kind: 'text',
  text: 'How was it?',
  subject: null,
  quickReplies: answers(count),
  listLabel: 'Rate',
});

const template = (
  given: Partial<TemplateContent['template']>,
  variables: Readonly<Record<string, string>>,
): Partial<Outbound> => ({
  form: 'template',
  content: {
    kind: 'template',
    template: {
      name: 'repair_ready',
      language: 'en',
      header: null,
      body: 'Done.',
      buttons: [],
      variables: Object.keys(variables),
      ...given,
    },
    variables,
    text: '',
  },
});
const filled = (...components: object[]) => ({
  type: 'template',
  template: { name: 'repair_ready', language: { policy: 'deterministic', code: 'en' }, components },
});
const text = (value: string) => ({ type: 'text', text: value });

export const WHATSAPP_MESSAGES: readonly WhatsAppMessage[] = [
  {
    title: 'a text',
    message: {},
    body: { type: 'text', text: { body: 'The fix is out 🎉', preview_url: true } },
  },
  {
    title: 'a picture with a caption',
    message: { content: media('image', 'image/png', 'bike.png', 'Ready!') },
    body: { type: 'image', image: { link: 'https://files.example/bike.png', caption: 'Ready!' } },
  },
  {
    title: 'a video',
    message: { content: media('video', 'video/mp4', 'bike.mp4', '') },
    body: { type: 'video', video: { link: 'https://files.example/bike.mp4' } },
  },
  {
    title: 'a sound, which has no caption',
    message: { content: media('audio', 'audio/ogg', 'bell.ogg', 'Listen') },
    body: { type: 'audio', audio: { link: 'https://files.example/bell.ogg' } },
  },
  {
    title: 'a document with its name',
    message: { content: media('document', 'application/pdf', 'invoice.pdf', 'Your invoice') },
    body: {
      type: 'document',
      document: {
        link: 'https://files.example/invoice.pdf',
        caption: 'Your invoice',
        filename: 'invoice.pdf',
      },
    },
  },
  {
    title: 'up to three answers as buttons',
    message: { content: question(3) },
    body: {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'How was it?' },
        action: { buttons: answers(3).map((reply) => ({ type: 'reply', reply })) },
      },
    },
  },
  {
    title: 'more answers as a list',
    message: { content: question(5) },
    body: {
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'How was it?' },
        action: { button: 'Rate', sections: [{ rows: answers(5) }] },
      },
    },
  },
  {
    title: 'a template without variables',
    message: template({}, {}),
    body: {
      type: 'template',
      template: { name: 'repair_ready', language: { policy: 'deterministic', code: 'en' } },
    },
  },
  {
    title: 'a template with header, body and link in the order of their numbers',
    message: template(
      {
        header: 'Order {{1}}',
        body: 'Hi {{2}}, your {{1}} is ready, {{2}}.',
        buttons: [
          { type: 'quick_reply', text: 'Thanks' },
          { type: 'url', text: 'Track', url: 'https://shop.example/t/{{1}}' },
        ],
      },
      { 'header.1': 'NB-1', '1': 'bike', '2': 'Ada', 'buttons.1.1': 'abc' },
    ),
    body: filled(
      { type: 'header', parameters: [text('NB-1')] },
      { type: 'body', parameters: [text('bike'), text('Ada')] },
      { type: 'button', sub_type: 'url', index: '1', parameters: [text('abc')] },
    ),
  },
  {
    title: 'a template with named variables',
    message: template({ body: 'Hallo {{first_name}}' }, { first_name: 'Ada' }),
    body: filled({
      type: 'body',
      parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ada' }],
    }),
  },
  ...(['image', 'video'] as const).map((format) => ({
    title: `a template whose header is ${format === 'image' ? 'a picture' : 'a video'}`,
    message: template({ headerFormat: format }, { [`header.${format}`]: `https://files.example/${format}` }),
    body: filled({
      type: 'header',
      parameters: [{ type: format, [format]: { link: `https://files.example/${format}` } }],
    }),
  })),
  {
    title: 'a template whose header is a document',
    message: template(
      { headerFormat: 'document' },
      { 'header.document': 'https://files.example/a/invoice.pdf?x=1' },
    ),
    body: filled({
      type: 'header',
      parameters: [
        {
          type: 'document',
          document: { link: 'https://files.example/a/invoice.pdf?x=1', filename: 'invoice.pdf' },
        },
      ],
    }),
  },
  {
    title: 'a template whose header is a file that Meta has',
    message: template({ headerFormat: 'image' }, { 'header.image': '1003383421387256' }),
    body: filled({
      type: 'header',
      parameters: [{ type: 'image', image: { id: '1003383421387256' } }],
    }),
  },
  {
    title: 'a template whose header is a place',
    message: template(
      { headerFormat: 'location' },
      {
        'header.latitude': '52.52',
        'header.longitude': '13.405',
        'header.name': 'Workshop',
        'header.address': 'Berlin',
      },
    ),
    body: filled({
      type: 'header',
      parameters: [
        {
          type: 'location',
          location: { latitude: '52.52', longitude: '13.405', name: 'Workshop', address: 'Berlin' },
        },
      ],
    }),
  },
  {
    title: 'a template with a code to copy',
    message: template(
      {
        buttons: [
          { type: 'quick_reply', text: 'Thanks' },
          { type: 'copy_code', text: 'Copy' },
        ],
      },
      { 'buttons.1.1': 'BIKE25' },
    ),
    body: filled({
      type: 'button',
      sub_type: 'copy_code',
      index: '1',
      parameters: [{ type: 'coupon_code', coupon_code: 'BIKE25' }],
    }),
  },
  {
    title: 'a template with a one-time code, which its button carries too',
    message: template(
      { body: '{{1}} is your code.', buttons: [{ type: 'otp', text: 'Copy code' }] },
      { '1': '4711' },
    ),
    body: filled(
      { type: 'body', parameters: [text('4711')] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [text('4711')] },
    ),
  },
  {
    title: 'a template that opens a form',
    message: template(
      {
        buttons: [
          { type: 'phone_number', text: 'Call' },
          { type: 'flow', text: 'Book' },
        ],
      },
      {},
    ),
    body: filled({
      type: 'button',
      sub_type: 'flow',
      index: '1',
      parameters: [{ type: 'action', action: { flow_token: TEXT.messageId } }],
    }),
  },
];
