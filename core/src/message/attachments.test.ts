import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../policy/types.js';
import { ATTACHMENT_LIMITS, attachmentLimits, checkAttachments, kindOf } from './attachments.js';

const codes = (problems: ReturnType<typeof checkAttachments>) =>
  problems.map(({ field, code }) => `${field} ${code}`);
const MB = 1_000_000;

describe('Attachments', () => {
  it.each([
    ['a picture that just fits WhatsApp', 'whatsapp', [{ mediaType: 'image/png', bytes: 5 * MB }], '', []],
    [
      'one byte more',
      'whatsapp',
      [{ mediaType: 'image/png', bytes: 5 * MB + 1 }],
      '',
      ['attachments[0] too_large'],
    ],
    [
      'an animated picture for WhatsApp',
      'whatsapp',
      [{ mediaType: 'image/gif', bytes: 1 }],
      '',
      ['attachments[0] type_not_supported'],
    ],
    [
      'a type with parameters, in capitals',
      'whatsapp',
      [{ mediaType: 'Audio/OGG; codecs=opus', bytes: 1 }],
      '',
      [],
    ],
    [
      'a document that WhatsApp names',
      'whatsapp',
      [{ mediaType: 'application/pdf', bytes: 100 * MB }],
      '',
      [],
    ],
    [
      'a document that it does not',
      'whatsapp',
      [{ mediaType: 'application/zip', bytes: 1 }],
      '',
      ['attachments[0] type_not_supported'],
    ],
    [
      'two files for WhatsApp',
      'whatsapp',
      [
        { mediaType: 'image/png', bytes: 1 },
        { mediaType: 'image/png', bytes: 1 },
      ],
      '',
      ['attachments too_many'],
    ],
    ['a caption that just fits', 'telegram', [{ mediaType: 'image/png', bytes: 1 }], 'x'.repeat(1024), []],
    [
      'a caption that is too long',
      'telegram',
      [{ mediaType: 'image/png', bytes: 1 }],
      'x'.repeat(1025),
      ['caption caption_too_long'],
    ],
    ['a long text without a file is no caption', 'telegram', [], 'x'.repeat(2000), []],
    [
      'a photo for Telegram',
      'telegram',
      [{ mediaType: 'image/png', bytes: 10 * MB + 1 }],
      '',
      ['attachments[0] too_large'],
    ],
    ['a film for Telegram', 'telegram', [{ mediaType: 'video/mp4', bytes: 50 * MB }], '', []],
    ['a PDF for Instagram', 'instagram', [{ mediaType: 'application/pdf', bytes: 25 * MB }], '', []],
    [
      'a text document for Instagram',
      'instagram',
      [{ mediaType: 'text/plain', bytes: 1 }],
      '',
      ['attachments[0] type_not_supported'],
    ],
    ['any file for Messenger', 'messenger', [{ mediaType: 'application/zip', bytes: 25 * MB }], '', []],
    [
      'a picture for Messenger',
      'messenger',
      [{ mediaType: 'image/png', bytes: 8 * MB + 1 }],
      '',
      ['attachments[0] too_large'],
    ],
    [
      'a picture for Viber',
      'viber',
      [{ mediaType: 'image/jpeg', bytes: MB + 1 }],
      '',
      ['attachments[0] too_large'],
    ],
    [
      'a caption for Viber',
      'viber',
      [{ mediaType: 'image/jpeg', bytes: 1 }],
      'x'.repeat(513),
      ['caption caption_too_long'],
    ],
    [
      'a document for WeChat',
      'wechat',
      [{ mediaType: 'application/pdf', bytes: 1 }],
      '',
      ['attachments[0] kind_not_supported'],
    ],
    [
      'the smaller of WeChat’s two figures',
      'wechat',
      [{ mediaType: 'image/png', bytes: 2 * MB + 1 }],
      '',
      ['attachments[0] too_large'],
    ],
    [
      'a document for LINE',
      'line',
      [{ mediaType: 'application/pdf', bytes: 1 }],
      '',
      ['attachments[0] kind_not_supported'],
    ],
    ['five pictures for LINE', 'line', Array(5).fill({ mediaType: 'image/png', bytes: 1 }), '', []],
    [
      'six pictures for LINE',
      'line',
      Array(6).fill({ mediaType: 'image/png', bytes: 1 }),
      '',
      ['attachments too_many'],
    ],
    [
      'two pictures that are too much for one MMS',
      'sms',
      [
        { mediaType: 'image/png', bytes: 3 * MB },
        { mediaType: 'image/png', bytes: 2 * MB + 1 },
      ],
      '',
      ['attachments too_large_together'],
    ],
    [
      'a film for TikTok',
      'tiktok',
      [{ mediaType: 'video/mp4', bytes: 1 }],
      '',
      ['attachments[0] kind_not_supported'],
    ],
    ['anything where nothing is known', 'email', [{ mediaType: 'application/zip', bytes: 900 * MB }], '', []],
    [
      'an empty file anywhere',
      'email',
      [{ mediaType: 'text/plain', bytes: 0 }],
      '',
      ['attachments[0] empty'],
    ],
    [
      'a file of no size',
      'whatsapp',
      [{ mediaType: 'image/png', bytes: Number.NaN }],
      '',
      ['attachments[0] empty'],
    ],
  ] as const)('%s', (_title, channel, attachments, caption, expected) => {
    expect(codes(checkAttachments(channel, attachments, caption))).toEqual(expected);
  });

  it('are told what would be right', () => {
    expect(checkAttachments('tiktok', [{ mediaType: 'image/gif', bytes: 1 }])[0]?.message).toBe(
      'Possible are image/jpeg, image/png, this is image/gif.',
    );
    expect(checkAttachments('wechat', [{ mediaType: 'text/csv', bytes: 1 }])[0]?.message).toBe(
      'Possible are image, audio, video, this is document.',
    );
    expect(checkAttachments('x', [{ mediaType: 'image/png', bytes: 5 * MB + 1 }])[0]?.message).toBe(
      'At most 5000000 bytes fit into one image, this has 5000001.',
    );
  });

  it('are of no known limit where no source names one', () => {
    expect(attachmentLimits('email')).toBeNull();
    expect(attachmentLimits('line')?.count).toBe(5);
  });

  it.each([
    ['image/png', 'image'],
    ['AUDIO/ogg', 'audio'],
    ['video/mp4', 'video'],
    ['application/pdf', 'document'],
    ['', 'document'],
  ])('of the type %j are of the kind %s', (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });

  it.each(Object.entries(ATTACHMENT_LIMITS))('on %s have limits with a source', (channel, limits) => {
    expect(CHANNELS).toContain(channel);
    expect(limits.source).toMatch(/^https:\/\//);
    expect(limits.count).toBeGreaterThan(0);
    for (const limit of Object.values(limits.kinds)) {
      expect(limit.bytes).toBeGreaterThan(0);
      for (const type of limit.types ?? []) expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
    }
  });
});
