import type { Confidence } from '../policy/rule.js';
import type { Channel } from '../policy/types.js';
import type { LengthLimit } from './limits.js';
import { lengthIn } from './measure.js';

export const ATTACHMENT_KINDS = ['image', 'audio', 'video', 'document'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** What one attachment of a kind may be. */
export interface AttachmentLimit {
  /** Media types that are taken; null: any of the kind. */
  readonly types: readonly string[] | null;
  /** Bytes of one; null: no limit known. */
  readonly bytes: number | null;
}

/** What may be attached to one message of a channel. */
export interface AttachmentLimits {
  /** A kind that is left out cannot be sent. */
  readonly kinds: Readonly<Partial<Record<AttachmentKind, AttachmentLimit>>>;
  /** Attachments in one message. */
  readonly count: number;
  /** Text beside them; null: no limit known. */
  readonly caption: LengthLimit | null;
  /** Bytes of all together, where that counts. */
  readonly total?: number;
  /** Where it says so. */
  readonly source: string;
  readonly confidence: Confidence;
}

/** Where a source says MB, the smaller million is meant: what fits into it fits either way. */
const MB = 1_000_000;

function of(bytes: number, ...types: readonly string[]): AttachmentLimit {
  return { bytes, types: types.length === 0 ? null : types };
}

function characters(max: number, source: string, confidence: Confidence): LengthLimit {
  return { max, unit: 'characters', source, confidence };
}

const OFFICE = [
  'text/plain',
  'application/pdf',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];
const TELEGRAM = 'https://core.telegram.org/bots/api#sending-files';
const INFOBIP_VIBER = 'https://www.infobip.com/docs/viber/bots/message-types';
const TWILIO_MEDIA = 'https://www.twilio.com/docs/sms/accepted-mime-types';

/** Channels that are left out have no limits that a source names; the provider will say. */
export const ATTACHMENT_LIMITS: Readonly<Partial<Record<Channel, AttachmentLimits>>> = {
  whatsapp: {
    kinds: {
      image: of(5 * MB, 'image/jpeg', 'image/png'),
      audio: of(16 * MB, 'audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'),
      video: of(16 * MB, 'video/mp4', 'video/3gpp', 'video/3gp'),
      document: of(100 * MB, ...OFFICE),
    },
    count: 1,
    caption: characters(
      1024,
      'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages',
      'unverified',
    ),
    source: 'https://docs.aws.amazon.com/social-messaging/latest/userguide/supported-media-types.html',
    confidence: 'medium',
  },
  messenger: {
    kinds: { image: of(8 * MB), audio: of(25 * MB), video: of(25 * MB), document: of(25 * MB) },
    count: 1,
    caption: null,
    source:
      'https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets',
    confidence: 'high',
  },
  // Several images may go in one message; how many, only a library says (10), so one is what is certain.
  instagram: {
    kinds: {
      image: of(8 * MB, 'image/png', 'image/jpeg', 'image/gif'),
      audio: of(25 * MB, 'audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/wav'),
      video: of(
        25 * MB,
        'video/mp4',
        'video/ogg',
        'video/x-msvideo',
        'video/avi',
        'video/quicktime',
        'video/webm',
      ),
      document: of(25 * MB, 'application/pdf'),
    },
    count: 1,
    caption: null,
    source:
      'https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload',
    confidence: 'high',
  },
  viber: {
    kinds: {
      image: of(MB, 'image/jpeg', 'image/png', 'image/gif'),
      video: of(26 * MB, 'video/mp4'),
      audio: of(50 * MB),
      document: of(50 * MB),
    },
    count: 1,
    caption: characters(512, INFOBIP_VIBER, 'medium'),
    source: INFOBIP_VIBER,
    confidence: 'medium',
  },
  // The page says 2 MB for pictures in one line and 10 MB in another; the smaller is followed.
  wechat: {
    kinds: {
      image: of(2 * MB, 'image/png', 'image/jpeg', 'image/gif'),
      audio: of(2 * MB, 'audio/amr', 'audio/mpeg', 'audio/mp3'),
      video: of(10 * MB, 'video/mp4'),
    },
    count: 1,
    caption: null,
    source: 'https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia',
    confidence: 'high',
  },
  // As files; a picture sent as a photo may have 10 MB.
  telegram: {
    kinds: {
      image: of(10 * MB),
      audio: of(50 * MB),
      video: of(50 * MB),
      document: of(50 * MB),
    },
    count: 10,
    caption: characters(1024, TELEGRAM, 'high'),
    source: TELEGRAM,
    confidence: 'high',
  },
  // Each attachment is a message of its own, and five messages go in one call.
  line: {
    kinds: { image: of(10 * MB, 'image/jpeg', 'image/png'), video: of(200 * MB, 'video/mp4') },
    count: 5,
    caption: null,
    source: 'https://documentation.bloomreach.com/engagement/docs/line-message-types',
    confidence: 'medium',
  },
  // MMS, in the United States and Canada.
  sms: {
    kinds: {
      image: of(5 * MB, 'image/jpeg', 'image/gif', 'image/png'),
      audio: of(5 * MB),
      video: of(5 * MB),
      document: of(5 * MB),
    },
    count: 10,
    caption: characters(1600, 'https://www.twilio.com/docs/api/errors/21617', 'high'),
    total: 5 * MB,
    source: TWILIO_MEDIA,
    confidence: 'high',
  },
  // One source says 20 MB for pictures, another 3.
  tiktok: {
    kinds: { image: of(3 * MB, 'image/jpeg', 'image/png') },
    count: 1,
    caption: null,
    source: 'https://www.infobip.com/docs/tiktok/message-types',
    confidence: 'medium',
  },
  rcs: {
    kinds: {
      image: of(100 * MB, 'image/jpeg', 'image/gif', 'image/png'),
      video: of(100 * MB, 'video/mp4', 'video/mpeg', 'video/x-m4v', 'video/webm', 'video/h263'),
      document: of(100 * MB, 'application/pdf'),
    },
    count: 1,
    caption: null,
    source: 'https://www.infobip.com/docs/rcs/send-message',
    confidence: 'medium',
  },
  zalo_oa: {
    kinds: {
      image: of(MB, 'image/jpeg', 'image/png'),
      document: of(
        5 * MB,
        'application/pdf',
        'application/msword',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ),
    },
    count: 1,
    caption: null,
    source:
      'https://app.unpkg.com/@warriorteam/redai-zalo-sdk@1.32.17/files/dist/services/message-management.service.js',
    confidence: 'low',
  },
  x: {
    kinds: { image: of(5 * MB), video: of(512 * MB) },
    count: 1,
    caption: null,
    source: 'https://docs.x.com/x-api/media',
    confidence: 'high',
  },
  discord: {
    kinds: { image: of(10 * MB), audio: of(10 * MB), video: of(10 * MB), document: of(10 * MB) },
    count: 10,
    caption: null,
    source: 'https://tangled.org/pdewey.com/albedo/raw/makefile/priv/python/albedo_plugins/discord.py',
    confidence: 'low',
  },
};

/** What may be attached to one message of this channel; null: nothing known. */
export function attachmentLimits(channel: Channel): AttachmentLimits | null {
  return ATTACHMENT_LIMITS[channel] ?? null;
}

export interface Attachment {
  /** E.g. `image/png`; parameters behind a semicolon do not matter. */
  readonly mediaType: string;
  readonly bytes: number;
}

export const ATTACHMENT_PROBLEMS = [
  'empty',
  'kind_not_supported',
  'type_not_supported',
  'too_large',
  'too_large_together',
  'too_many',
  'caption_too_long',
] as const;

/** One thing that keeps attachments from being sent. */
export interface AttachmentProblem {
  /** E.g. `attachments[0]`, `attachments`, `caption`. */
  readonly field: string;
  readonly code: (typeof ATTACHMENT_PROBLEMS)[number];
  /** One English sentence: what was expected, what came. */
  readonly message: string;
}

/**
 * Everything that would make the provider refuse these attachments, before anything is uploaded.
 *
 * @param caption The text that goes with them.
 * @returns An empty list when they can be sent, and where nothing is known of the channel.
 * @example checkAttachments('whatsapp', [{ mediaType: 'image/gif', bytes: 10 }])[0]?.code // 'type_not_supported'
 */
export function checkAttachments(
  channel: Channel,
  attachments: readonly Attachment[],
  caption = '',
): readonly AttachmentProblem[] {
  const limits = attachmentLimits(channel);
  const each = attachments.flatMap((attachment, index) => one(limits, attachment, `attachments[${index}]`));
  return limits === null ? each : [...each, ...together(limits, attachments, caption)];
}

/** Which kind of attachment a media type is. */
export function kindOf(mediaType: string): AttachmentKind {
  const first = mediaType.split('/')[0]!.trim().toLowerCase();
  return first === 'image' || first === 'audio' || first === 'video' ? first : 'document';
}

function one(
  limits: AttachmentLimits | null,
  { mediaType, bytes }: Attachment,
  field: string,
): AttachmentProblem[] {
  if (!(bytes > 0)) return [{ field, code: 'empty', message: 'An attachment must have at least one byte.' }];
  if (limits === null) return [];
  const kind = kindOf(mediaType);
  const limit = limits.kinds[kind];
  if (limit === undefined) {
    const kinds = Object.keys(limits.kinds).join(', ');
    return [{ field, code: 'kind_not_supported', message: `Possible are ${kinds}, this is ${kind}.` }];
  }
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  if (limit.types !== null && !limit.types.includes(type)) {
    const types = limit.types.join(', ');
    return [{ field, code: 'type_not_supported', message: `Possible are ${types}, this is ${type}.` }];
  }
  if (limit.bytes === null || bytes <= limit.bytes) return [];
  const message = `At most ${limit.bytes} bytes fit into one ${kind}, this has ${bytes}.`;
  return [{ field, code: 'too_large', message }];
}

function together(
  { count, caption: limit, total }: AttachmentLimits,
  attachments: readonly Attachment[],
  caption: string,
): AttachmentProblem[] {
  const problems: AttachmentProblem[] = [];
  const add = (field: string, code: AttachmentProblem['code'], message: string) =>
    problems.push({ field, code, message });
  if (attachments.length > count) {
    add('attachments', 'too_many', `At most ${count} fit into one message, got ${attachments.length}.`);
  }
  const sum = attachments.reduce((bytes, attachment) => bytes + attachment.bytes, 0);
  if (total !== undefined && sum > total) {
    add(
      'attachments',
      'too_large_together',
      `At most ${total} bytes fit into one message, these have ${sum}.`,
    );
  }
  const length = limit === null || attachments.length === 0 ? 0 : lengthIn(caption, limit.unit);
  if (limit !== null && length > limit.max) {
    add(
      'caption',
      'caption_too_long',
      `At most ${limit.max} ${limit.unit} fit into the caption, it has ${length}.`,
    );
  }
  return problems;
}
