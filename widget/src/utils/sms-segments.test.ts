import { smsSegments as reference } from '@outbound-composer/core/sms';
import { describe, expect, it } from 'vitest';
import { smsSegments } from './sms-segments.js';

const texts = [
  '',
  'Hello',
  'x'.repeat(160),
  'x'.repeat(161),
  'x'.repeat(306),
  'x'.repeat(307),
  '€'.repeat(80),
  '€'.repeat(81),
  `${'x'.repeat(152)}€${'x'.repeat(20)}`,
  'Grüße, ñ, Ω, Ç',
  'ш'.repeat(70),
  'ш'.repeat(71),
  'ш'.repeat(134),
  'ш'.repeat(135),
  '😀'.repeat(35),
  '😀'.repeat(36),
  `${'ш'.repeat(66)}😀${'ш'.repeat(10)}`,
  'tab\tis not GSM',
  'line\nbreak',
];

describe('SMS parts', () => {
  it.each(texts)('are counted as core counts them: %j', (text) => {
    expect(smsSegments(text)).toBe(reference(text).segments);
  });
});
