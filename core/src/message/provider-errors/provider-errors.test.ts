import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS, PROVIDER_ERRORS, type Provider, providerError } from './index.js';

const rows = Object.entries(PROVIDER_ERRORS).flatMap(([provider, list]) =>
  list.map(
    (row) =>
      [
        `${provider} ${row.code}${'text' in row && row.text ? ` ${row.text}` : ''}`,
        provider as Provider,
        row,
      ] as const,
  ),
);

describe('A provider’s error', () => {
  it.each([
    ['WhatsApp’s closed window', 'whatsapp', { code: 131047 }, 'rejected window_closed'],
    ['WhatsApp’s marketing cap', 'whatsapp', { code: 131049 }, 'rejected marketing_refused'],
    ['a customer who stopped marketing', 'whatsapp', { code: '131050' }, 'rejected opted_out'],
    ['a number that is not on WhatsApp', 'whatsapp', { code: 131026 }, 'rejected recipient_unreachable'],
    ['WhatsApp’s pair rate', 'whatsapp', { code: 131056 }, 'retry rate_limited'],
    ['WhatsApp’s own failure', 'whatsapp', { code: 131000 }, 'unknown provider_error'],
    [
      'Messenger’s closed window by its words',
      'messenger',
      { code: 10, text: '(#10) This message is sent outside of allowed window.' },
      'rejected window_closed',
    ],
    [
      'Messenger’s closed window by its subcode',
      'messenger',
      { code: 10, subcode: 2018278 },
      'rejected window_closed',
    ],
    [
      'a restricted Page',
      'messenger',
      { code: 10, subcode: 1893063, text: 'x' },
      'rejected account_restricted',
    ],
    ['a retired tag', 'messenger', { code: 100, subcode: 1893061 }, 'rejected request_refused'],
    ['Instagram’s closed window', 'instagram', { code: 10, subcode: 2534022 }, 'rejected window_closed'],
    ['an unknown subcode', 'instagram', { code: 10, subcode: 1 }, null],
    ['a Viber user who left', 'viber', { code: 6 }, 'rejected recipient_unreachable'],
    ['WeChat’s 48 hours', 'wechat', { code: 45015 }, 'rejected window_closed'],
    ['WeChat’s count', 'wechat', { code: 45047 }, 'rejected quota_exhausted'],
    [
      'a blocked Telegram bot',
      'telegram',
      { code: 403, text: 'Forbidden: bot was blocked by the user' },
      'rejected blocked_by_contact',
    ],
    [
      'a Telegram bot that was never started',
      'telegram',
      { code: 403, text: "Forbidden: bot can't initiate conversation with a user" },
      'rejected recipient_unreachable',
    ],
    ['a Telegram 403 in other words', 'telegram', { code: 403, text: 'Forbidden: something new' }, null],
    ['a Telegram 403 without words', 'telegram', { code: 403 }, null],
    [
      'LINE’s quota',
      'line',
      { code: 429, text: 'You have reached your monthly limit.' },
      'rejected quota_exhausted',
    ],
    [
      'LINE’s rate',
      'line',
      { code: 429, text: 'The API rate limit has been exceeded.' },
      'retry rate_limited',
    ],
    ['LINE’s 429 without words', 'line', { code: 429 }, 'retry rate_limited'],
    ['STOP at Twilio', 'twilio', { code: 21610 }, 'rejected opted_out'],
    ['the window at Twilio', 'twilio', { code: 63016 }, 'rejected window_closed'],
    ['a mailbox that does not exist', 'smtp', { code: '5.1.1' }, 'rejected recipient_unreachable'],
    ['a permanent mail error of another kind', 'smtp', { code: '5.9.9' }, 'rejected request_refused'],
    ['a passing mail error', 'smtp', { code: '4.2.2' }, 'retry provider_error'],
    ['a code nobody knows', 'whatsapp', { code: 999 }, null],
  ] as const)('%s', (_title, provider, answer, expected) => {
    const row = providerError(provider, answer);
    expect(row && `${row.outcome} ${row.reason}`).toBe(expected);
  });

  it('tells what the contact said by it', () => {
    expect(providerError('whatsapp', { code: 131050 })?.consent).toBe('opted_out_marketing');
    expect(providerError('twilio', { code: 21610 })?.consent).toBe('opted_out');
    expect(providerError('telegram', { code: 403, text: 'bot was blocked by the user' })?.consent).toBe(
      'blocked',
    );
  });
});

describe('Every row', () => {
  it.each(rows)('%s is a sentence with a remedy and a source', (_title, provider, row) => {
    expect(row.message).toMatch(/^[A-Z].*\.$/);
    if (row.remedy !== null) expect(row.remedy).toMatch(/^[A-Z].*\.$/);
    expect(FAILURE_REASONS).toContain(row.reason);
    expect(row.source).toMatch(/^https:\/\//);
    if (row.outcome === 'retry') expect(row.afterMs).toBeGreaterThan(0);
    if (row.outcome !== 'retry') expect(row.remedy).not.toBeNull();
    const [code, subcode] = row.code.split('/');
    const words =
      'text' in row && row.text ? row.text.source.replace(/\(the \)\?/, '').replaceAll('\\', '') : undefined;
    expect(providerError(provider, { code: code!, subcode, text: words })).toBe(row);
  });

  it('of a reason is used: none stands in the list for nothing', () => {
    const used = new Set(rows.map(([, , row]) => row.reason));
    expect(FAILURE_REASONS.filter((reason) => !used.has(reason))).toEqual([]);
  });
});
