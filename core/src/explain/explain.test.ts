import { describe, expect, it } from 'vitest';
import { placeholdersIn } from '../message/pattern.js';
import { ago, ask, DAY, HOUR, NOON } from '../policy/ask.test.util.js';
import { decide } from '../policy/decide.js';
import {
  CHANNELS,
  type Decision,
  type OutboundRequest,
  REASONS,
  VERDICTS,
  type Way,
} from '../policy/types.js';
import { de } from './de.js';
import { en } from './en.js';
import { channelName, describeNote, describeUnlock, describeWay, explain } from './explain.js';

const approved = { account: { humanAgentApproved: true } };

describe('A decision in a sentence', () => {
  it.each([
    [
      'an open window, until when',
      ask('whatsapp', ago(HOUR)),
      'The window of 24 hours on WhatsApp is open: free text may be sent until Wed, Nov 25, 11:00 AM UTC.',
      'Das Fenster von 24 Stunden bei WhatsApp ist offen: Freier Text darf bis Mi., 25. Nov., 11:00 UTC gesendet werden.',
    ],
    [
      'messages left',
      ask('wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 3 } }),
      'The window of 48 hours on WeChat is open: 2 more messages may be sent until Thu, Nov 26, 12:00 PM UTC.',
      'Das Fenster von 48 Stunden bei WeChat ist offen: Bis Do., 26. Nov., 12:00 UTC dürfen noch 2 Nachrichten gesendet werden.',
    ],
    [
      'one message left',
      ask('wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 4 } }),
      'The window of 48 hours on WeChat is open: 1 more message may be sent until Thu, Nov 26, 12:00 PM UTC.',
      'Das Fenster von 48 Stunden bei WeChat ist offen: Bis Do., 26. Nov., 12:00 UTC darf noch 1 Nachricht gesendet werden.',
    ],
    [
      'a closed window, since when, and what goes',
      ask('whatsapp', ago(30 * HOUR)),
      'The window of 24 hours on WhatsApp closed on Tue, Nov 24, 06:00 AM UTC; possible now: an approved template.',
      'Das Fenster von 24 Stunden bei WhatsApp ist seit Di., 24. Nov., 06:00 UTC geschlossen; jetzt möglich: eine genehmigte Vorlage.',
    ],
    [
      'a tag, until when',
      ask('messenger', { ...ago(DAY), ...approved }),
      'The window of 24 hours on Messenger is closed; possible until Mon, Nov 30, 12:00 PM UTC: text with the tag HUMAN_AGENT.',
      'Das Fenster von 24 Stunden bei Messenger ist geschlossen; bis Mo., 30. Nov., 12:00 UTC möglich: Text mit dem Tag HUMAN_AGENT.',
    ],
    [
      'who must write',
      ask('instagram', { ...ago(DAY), ...approved, sender: 'automation' }),
      'The window on Instagram is closed for automations; nothing may be sent until the contact writes or a person sends it.',
      'Das Fenster bei Instagram ist für Automationen geschlossen; nichts darf gesendet werden, bis der Kontakt schreibt oder ein Mensch sie sendet.',
    ],
    [
      'what holds marketing back, and until when',
      ask('whatsapp', {
        purpose: 'marketing',
        consent: { optedInMarketing: true },
        window: { lastInboundAt: NOON - 30 * HOUR, marketingRefusedAt: NOON },
      }),
      'Meta held marketing to this contact back. This may not be sent until the contact writes or Wed, Nov 25, 12:00 PM UTC.',
      'Meta hat Werbung an diesen Kontakt zurückgehalten. Dies darf nicht gesendet werden, bis der Kontakt schreibt oder Mi., 25. Nov., 12:00 UTC.',
    ],
    [
      'that a day’s people are reached',
      ask('whatsapp', { ...ago(DAY), account: { recipientLimit: 250, recipientsLast24h: 250 } }),
      'Meta’s messaging limit for 24 hours is reached. This may not be sent until the contact writes.',
      'Metas Nachrichtengrenze für 24 Stunden ist erreicht. Dies darf nicht gesendet werden, bis der Kontakt schreibt.',
    ],
    [
      'a month’s rest',
      ask('line', { account: { monthlyQuota: 30_000, monthlySent: 0 } }),
      'Free text may be sent on LINE; 30,000 messages are left this month.',
      'Über LINE darf freier Text gesendet werden; diesen Monat bleiben 30.000 Nachrichten.',
    ],
    [
      'a used-up count',
      ask('wechat', { window: { lastInboundAt: NOON, outboundSinceInbound: 5 } }),
      'All 5 messages of the window of 48 hours on WeChat are used; nothing may be sent until the contact writes.',
      'Alle 5 Nachrichten des Fensters von 48 Stunden bei WeChat sind verbraucht; nichts darf gesendet werden, bis der Kontakt schreibt.',
    ],
    [
      'a minute',
      ask('wechat', { window: { lastInboundAt: NOON, opener: 'menu' } }),
      'The window of 1 minute on WeChat is open: 3 more messages may be sent until Tue, Nov 24, 12:01 PM UTC.',
      'Das Fenster von 1 Minute bei WeChat ist offen: Bis Di., 24. Nov., 12:01 UTC dürfen noch 3 Nachrichten gesendet werden.',
    ],
    [
      'a bad question, by its field',
      ask('email', { at: 'x' }),
      'The question cannot be answered: at must be epoch milliseconds or ISO 8601 text with an offset.',
      'Die Frage lässt sich nicht beantworten: at muss in Millisekunden seit 1970 oder als ISO-8601-Text mit Zeitversatz gegeben sein.',
    ],
  ])('tells %s', (_title, decision, english, german) => {
    expect(explain(decision)).toBe(english);
    expect(explain(decision, 'de')).toBe(german);
  });

  it.each([
    [{ purpose: 'x' }, 'purpose muss support, csat, vip_update oder marketing sein.'],
    [{ sender: 'x' }, 'sender muss human oder automation sein.'],
    [{ window: 3 }, 'window muss ein Objekt sein, ein leeres, wenn der Kontakt nie geschrieben hat.'],
    [{ channel: 'fax' }, 'channel muss ein Kanal des Presets current sein.'],
    [{ account: { monthlyQuota: -1 } }, 'account.monthlyQuota und monthlySent müssen Zahlen ab 0 sein.'],
  ])('names the field that cannot be understood in German too: %j', (wrong, german) => {
    const asked = { at: NOON, channel: 'line', sender: 'human', purpose: 'support', window: {}, ...wrong };
    const decision = decide(asked as OutboundRequest);
    expect(explain(decision, 'de')).toBe(`Die Frage lässt sich nicht beantworten: ${german}`);
  });

  it('says in German what is wrong where another answer is given, or no question at all', () => {
    const [note] = ask('whatsapp', { window: { outboundSinceInbound: -1 } }).notes;
    expect(describeNote(note!, 'de')).toBe(
      'window muss eine Anzahl ab 0 und einen bekannten opener haben oder keins davon.',
    );
    expect(explain(decide(undefined as unknown as OutboundRequest), 'de')).toBe(
      'Die Frage lässt sich nicht beantworten: request muss ein Objekt sein.',
    );
  });

  it('shows instants in the reader’s zone', () => {
    const options = { timeZone: 'Europe/Berlin' };
    expect(explain(ask('whatsapp', ago(HOUR)), 'de', options)).toContain('12:00 MEZ');
    expect(explain(ask('whatsapp', ago(HOUR)), 'en-GB', options)).toContain('12:00 CET');
    expect(describeUnlock('at:2026-11-24T12:00:00Z', 'en', options)).toMatch(/Tue, Nov 24, 01:00 PM GMT\+1/);
  });

  it('is English in a language without texts, with that language’s figures', () => {
    expect(explain(ask('line', { account: { monthlyQuota: 30_000 } }), 'pt-BR')).toBe(
      'Free text may be sent on LINE; 30.000 messages are left this month.',
    );
    expect(explain(ask('email'), 'DE')).toContain('jederzeit');
  });

  it('does without figures that a wire left out', () => {
    const { limits: _limits, closedAt: _closedAt, ...wired } = ask('whatsapp', ago(DAY));
    expect(explain(wired)).toBe('The window on WhatsApp is closed; possible now: an approved template.');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => explain(ask('whatsapp', ago(HOUR)), 'en', { timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });
});

describe('Every verdict with every reason it can have', () => {
  const ways: readonly Way[] = [
    { form: 'template', categories: ['utility'] },
    { form: 'tag', tag: 'HUMAN_AGENT' },
  ];
  const notOpen = REASONS.filter((reason) => !['no_window', 'window_open'].includes(reason));
  const openReasons = ['no_window', 'window_open'] as const;
  const restrictedReasons = notOpen.filter((reason) => `restricted.${reason}` in en.sentences);

  it.each([
    ...openReasons.map((reason) => ['open', reason] as const),
    ...restrictedReasons.map((reason) => ['restricted', reason] as const),
    ...notOpen.map((reason) => ['blocked', reason] as const),
  ])('%s %s has a sentence in both languages', (verdict, reason) => {
    const figures: Partial<Decision>[] = [
      {},
      { closesAt: NOON, remaining: 1 },
      { closesAt: NOON, remaining: 3, limits: { lasts: 2 * DAY, max: 5 } },
      { closedAt: NOON, limits: { lasts: 7 * DAY, max: 1 } },
    ];
    for (const more of figures) {
      const decision: Decision = {
        ...ask('whatsapp', { window: { opener: 'wave' as 'call' } }),
        verdict,
        reason,
        ways: verdict === 'blocked' ? [] : ways,
        unlockedBy: [
          'inbound',
          'opt_in',
          'accept_terms',
          'next_month',
          'human_sender',
          'at:2026-11-24T12:00:00Z',
        ],
        ...more,
      };
      for (const locale of ['en', 'de']) {
        const sentence = explain(decision, locale);
        expect(sentence).not.toBe(reason);
        expect(sentence).toMatch(/^[\p{L}].*\.$/u);
        expect(sentence).not.toMatch(/[{}]|undefined|null|NaN| {2}|of on|von bei/);
      }
    }
  });

  it('have the same sentences and figures in both languages', () => {
    expect(Object.keys(de.sentences)).toEqual(Object.keys(en.sentences));
    const figures = (pattern: unknown) => [...new Set(placeholdersIn(JSON.stringify(pattern)))].sort();
    for (const key of Object.keys(en.sentences) as (keyof typeof en.sentences)[]) {
      expect(figures(de.sentences[key]), key).toEqual(figures(en.sentences[key]));
    }
    expect(
      VERDICTS.every((verdict) => Object.keys(en.sentences).some((key) => key.startsWith(verdict))),
    ).toBe(true);
  });

  it('can be met: a sentence belongs to a reason that exists', () => {
    for (const key of Object.keys(en.sentences)) {
      expect(REASONS).toContain(key.split('.')[1]);
    }
  });
});

describe('Names and phrases', () => {
  it.each(CHANNELS)('%s has a name in both languages', (channel) => {
    expect(channelName(channel)).toMatch(/\S/);
    expect(channelName(channel, 'de')).toMatch(/\S/);
  });

  it('say forms, unlocks and notes', () => {
    expect(describeWay({ form: 'tag', tag: 'HUMAN_AGENT' })).toBe('text with the tag HUMAN_AGENT');
    expect(describeWay({ form: 'free_form' }, 'de')).toBe('freier Text');
    expect(describeUnlock('inbound')).toBe('the contact writes');
    expect(describeUnlock('next_month', 'de')).toBe('der nächste Monat beginnt');
    const note = { code: 'x', text: 'Wait.', de: 'Warten.' };
    expect(describeNote(note)).toBe('Wait.');
    expect(describeNote(note, 'de-AT')).toBe('Warten.');
    expect(describeNote({ code: 'x', text: 'Wait.' }, 'de')).toBe('Wait.');
    expect(channelName('fax' as 'email')).toBe('fax');
  });
});
