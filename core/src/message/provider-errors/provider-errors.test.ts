import { describe, expect, it } from 'vitest';
import {
  describeFailure,
  FAILURE_REASONS,
  PROVIDER_ERRORS,
  type Provider,
  type ProviderErrorRow,
  providerError,
} from './index.js';

const rows = Object.entries(PROVIDER_ERRORS).flatMap(([provider, list]) =>
  list.map(
    (row: ProviderErrorRow) =>
      [`${provider} ${row.code}${row.text ? ` ${row.text}` : ''}`, provider as Provider, row] as const,
  ),
);

describe('A provider’s error', () => {
  it.each([
    ['WhatsApp’s closed window', 'whatsapp', { code: 131047 }, 'rejected window_closed'],
    ['WhatsApp’s marketing cap', 'whatsapp', { code: 131049 }, 'rejected marketing_refused'],
    ['a customer who stopped marketing', 'whatsapp', { code: '131050' }, 'rejected opted_out'],
    ['a number that is not on WhatsApp', 'whatsapp', { code: 131026 }, 'rejected recipient_unreachable'],
    ['WhatsApp’s pair rate', 'whatsapp', { code: 131056 }, 'retry rate_limited'],
    ['WhatsApp’s failure to send', 'whatsapp', { code: 131000 }, 'retry provider_error'],
    ['WhatsApp’s outage', 'whatsapp', { code: 2 }, 'unknown provider_error'],
    ['the older API’s closed window', 'whatsapp', { code: 470 }, 'rejected window_closed'],
    ['WhatsApp’s throughput', 'whatsapp', { code: 130429 }, 'retry rate_limited'],
    ['a number that was reported too often', 'whatsapp', { code: 131048 }, 'rejected account_restricted'],
    ['too few values for a template', 'whatsapp', { code: 132000 }, 'rejected template_unusable'],
    ['a paused template', 'whatsapp', { code: 132015 }, 'rejected template_unusable'],
    ['a disabled template', 'whatsapp', { code: 132016 }, 'rejected template_unusable'],
    ['a number that was never registered', 'whatsapp', { code: 133010 }, 'rejected account_restricted'],
    ['a file that WhatsApp does not take', 'whatsapp', { code: 131053 }, 'rejected attachment_refused'],
    [
      'a person who is not there',
      'messenger',
      { code: 551, subcode: 1545041 },
      'rejected recipient_unreachable',
    ],
    ['Messenger’s rate', 'messenger', { code: 613 }, 'retry rate_limited'],
    [
      'Meta’s error although all was sent',
      'messenger',
      { code: 1, subcode: 1357046 },
      'unknown provider_error',
    ],
    ['a suspended Viber bot', 'viber', { code: 9 }, 'rejected account_restricted'],
    ['Viber’s free messages', 'viber', { code: 23 }, 'rejected terms_required'],
    ['Viber’s rate', 'viber', { code: 12 }, 'retry rate_limited'],
    ['WeChat’s busy system', 'wechat', { code: -1 }, 'retry provider_error'],
    [
      'a Telegram chat that does not exist',
      'telegram',
      { code: 400, text: 'Bad Request: chat not found' },
      'rejected recipient_unreachable',
    ],
    [
      'a Telegram text that is too long',
      'telegram',
      { code: 400, text: 'Bad Request: message is too long' },
      'rejected content_refused',
    ],
    [
      'another bad request to Telegram',
      'telegram',
      { code: 400, text: 'Bad Request: strange' },
      'rejected request_refused',
    ],
    ['Telegram’s rate', 'telegram', { code: 429 }, 'retry rate_limited'],
    [
      'a spent reply token of LINE',
      'line',
      { code: 400, text: 'Invalid reply token' },
      'rejected request_refused',
    ],
    ['a plan of LINE that may not push', 'line', { code: 403 }, 'rejected account_restricted'],
    ['a message that LINE took before', 'line', { code: 409 }, 'unknown duplicate'],
    ['LINE’s outage, where the retry key helps', 'line', { code: 500 }, 'retry provider_error'],
    ['Zalo’s silent customer', 'zalo_oa', { code: -230 }, 'rejected window_closed'],
    ['X’s closed inbox', 'x', { code: 349 }, 'rejected recipient_unreachable'],
    ['a phone that is off', 'twilio', { code: 30003 }, 'rejected recipient_unreachable'],
    ['a carrier’s spam filter', 'twilio', { code: 30007 }, 'rejected content_refused'],
    ['a carrier without a reason', 'twilio', { code: 30008 }, 'rejected provider_error'],
    ['WhatsApp’s marketing cap at Twilio', 'twilio', { code: 63049 }, 'rejected marketing_refused'],
    ['a plain 550 without an enhanced code', 'smtp', { code: 550 }, 'rejected recipient_unreachable'],
    ['greylisting', 'smtp', { code: '4.7.1' }, 'retry provider_busy'],
    ['a wrong password', 'smtp', { code: 535 }, 'rejected credentials_refused'],
    ['a missing DMARC record', 'smtp', { code: '5.7.26' }, 'rejected account_restricted'],
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
    [
      'a Telegram 403 in other words',
      'telegram',
      { code: 403, text: 'Forbidden: something new' },
      'rejected recipient_unreachable',
    ],
    ['a Telegram 403 without words', 'telegram', { code: 403 }, 'rejected recipient_unreachable'],
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
    ['a full mailbox for now', 'smtp', { code: '4.2.2' }, 'retry provider_busy'],
    ['a passing mail error of another kind', 'smtp', { code: '4.9.9' }, 'retry provider_busy'],
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

describe('What the agent is told', () => {
  it('is said in German and English, with the figures of the language', () => {
    const capped = providerError('whatsapp', { code: 131049 })!;
    expect(describeFailure(capped).remedy).toBe('Wait at least 24 hours, or write without marketing.');
    expect(describeFailure(capped, 'de-AT')).toEqual({
      message:
        'Meta hat die Nachricht zurückgehalten: Dieser Kunde hat zuletzt genug Werbung von Unternehmen bekommen.',
      remedy: 'Warten Sie mindestens 24 Stunden, oder schreiben Sie ohne Werbung.',
    });
  });

  it('names no remedy where nothing helps but waiting', () => {
    expect(describeFailure(providerError('telegram', { code: 429 })!, 'de')).toEqual({
      message: 'Telegram nimmt im Moment keine weiteren Nachrichten an.',
      remedy: null,
    });
  });

  it('is English where the language has no texts', () => {
    expect(describeFailure(providerError('twilio', { code: 21610 })!, 'fr').message).toBe(
      'The customer sent STOP to this number.',
    );
  });
});

describe('Every row', () => {
  it.each(rows)('%s is a sentence with a remedy and a source in both languages', (_title, provider, row) => {
    const [english, german] = [describeFailure(row, 'en'), describeFailure(row, 'de')];
    for (const { message, remedy } of [english, german]) {
      expect(message).toMatch(/^[A-ZÄÖÜ][^{}]*\.$/);
      if (remedy !== null) expect(remedy).toMatch(/^[A-ZÄÖÜ][^{}]*\.$/);
    }
    expect(german.message).not.toBe(english.message);
    expect(german.remedy === null).toBe(english.remedy === null);
    expect(FAILURE_REASONS).toContain(row.reason);
    expect(row.source).toMatch(/^https:\/\//);
    const [code, subcode] = row.code.split('/');
    const words = row.text?.source.replace(/\(the \)\?|'\?/g, '').replaceAll('\\', '');
    expect(providerError(provider, { code: code!, subcode, text: words })).toBe(row);
  });

  it.each(rows)('%s says whether the same helps later', (_title, _provider, row) => {
    if (row.outcome === 'retry') {
      expect(row.retriable).toBe(true);
      expect(row.afterMs).toBeGreaterThan(0);
    } else expect(row.remedy).not.toBeNull();
    if (row.consent !== undefined) expect(row).toMatchObject({ outcome: 'rejected', retriable: false });
  });

  it('stands in the table once', () => {
    const titles = rows.map(([title]) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('of a reason is used: none stands in the list for nothing', () => {
    const used = new Set(rows.map(([, , row]) => row.reason));
    expect(FAILURE_REASONS.filter((reason) => !used.has(reason))).toEqual([]);
  });
});
