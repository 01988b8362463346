import type { Confidence } from '../policy/rule.js';
import type { Channel, Form } from '../policy/types.js';

/** What a provider counts. `characters` are UTF-16 code units, of which no text has fewer than characters. */
export type LengthUnit = 'characters' | 'bytes';

export interface LengthLimit {
  readonly max: number;
  readonly unit: LengthUnit;
  readonly confidence: Confidence;
}

export type AttachmentKind = 'image' | 'audio' | 'video' | 'document';

/** What fits into one message. Null: no limit known. Attachments in bytes. */
export interface MessageLimits {
  readonly text: LengthLimit | null;
  readonly header: LengthLimit | null;
  readonly footer: LengthLimit | null;
  readonly button: LengthLimit | null;
  /** Buttons in one message. */
  readonly buttons: number | null;
  readonly attachments: Readonly<Partial<Record<AttachmentKind, number>>>;
}

const MB = 1_000_000;
const NOTHING_KNOWN: MessageLimits = {
  text: null,
  header: null,
  footer: null,
  button: null,
  buttons: null,
  attachments: {},
};

function characters(max: number, confidence: Confidence): LengthLimit {
  return { max, unit: 'characters', confidence };
}

/** Sources stand in `docs/channels.md`, which is generated from these figures. */
export const MESSAGE_LIMITS: Readonly<Partial<Record<Channel, Partial<MessageLimits>>>> = {
  whatsapp: {
    text: characters(4096, 'medium'),
    attachments: { image: 5 * MB, audio: 16 * MB, video: 16 * MB, document: 100 * MB },
  },
  messenger: { text: characters(2000, 'low') },
  // A vendor says characters; bytes are what public tests show, and the stricter.
  instagram: {
    text: { max: 1000, unit: 'bytes', confidence: 'medium' },
    attachments: { image: 8 * MB, audio: 25 * MB, video: 25 * MB },
  },
  viber: { text: characters(7000, 'unverified') },
  telegram: { text: characters(4096, 'unverified') },
  line: { text: characters(5000, 'unverified') },
  sms: { text: characters(1600, 'unverified') },
  // One source says 20 MB for pictures, another 3.
  tiktok: { text: characters(6000, 'medium'), attachments: { image: 3 * MB } },
  discord: { text: characters(2000, 'medium') },
};

/** Of templates, where they differ from free text. */
export const TEMPLATE_LIMITS: Readonly<Partial<Record<Channel, Partial<MessageLimits>>>> = {
  whatsapp: {
    text: characters(1024, 'medium'),
    header: characters(60, 'unverified'),
    footer: characters(60, 'medium'),
    button: characters(25, 'medium'),
  },
  messenger: { buttons: 3 },
};

/** What one message of this form may hold on this channel. */
export function messageLimits(channel: Channel, form: Form = 'free_form'): MessageLimits {
  const plain = { ...NOTHING_KNOWN, ...MESSAGE_LIMITS[channel] };
  return form === 'template' || form === 'utility_template'
    ? { ...plain, ...TEMPLATE_LIMITS[channel] }
    : plain;
}
