import { hours } from '../instant.js';
import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const OVERVIEW: Source = {
  title: 'respond.io: Viber overview (copy)',
  url: 'https://test-respond.netlify.app/help/viber/viber-overview',
  saysOn: null,
  confidence: 'medium',
};
const GUPSHUP: Source = {
  title: 'Gupshup: Viber compliance and guidelines',
  url: 'https://docs.gupshup.io/docs/viber-compliance-and-guidelines',
  saysOn: null,
  confidence: 'medium',
};

/** Viber bots. Viber Business Messages, which go by phone number, are another product. */
export const viber = channelRules('viber', [
  rule({
    id: 'viber.session',
    validFrom: ALWAYS,
    validTo: null,
    says: { firstContact: 'refused', window: { message: { lasts: hours(24) } } },
    sources: [
      GUPSHUP,
      {
        title: 'Leeloo: Viber restrictions',
        url: 'https://leelooai.atlassian.net/wiki/spaces/DOC/pages/3961356398/Viber+Restrictions',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'The session decides what a message costs, not whether it may go: afterwards it is bot-initiated.',
      'Leeloo counts 24 h from the first message of a session, Gupshup from the last one; we follow Gupshup and warn about the price.',
    ],
  }),
  rule({
    id: 'viber.session_clock',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      note: {
        code: 'sources_conflict',
        text: 'Sources disagree whether Viber counts the 24 hours from the first or the last message; it can cost a fee, never the permission.',
        de: 'Quellen sind uneins, ob Viber die 24 Stunden ab der ersten oder der letzten Nachricht zählt; das kann etwas kosten, aber nie die Erlaubnis.',
        verdicts: ['open'],
      },
    },
    sources: [GUPSHUP],
    checkedOn,
  }),
  rule({
    id: 'viber.bot_initiated',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      forms: [
        {
          way: { form: 'bot_initiated' },
          allowance: { perMonth: 10_000, accountsCreatedBefore: '2024-02-05' },
        },
      ],
    },
    sources: [
      {
        title: 'Viber: bot commercial model FAQ (legacy)',
        url: 'https://help.viber.com/hc/en-us/articles/8790322961309-Bot-commercial-model-FAQ-legacy',
        saysOn: null,
        confidence: 'high',
      },
      {
        title: 'Viber: REST bot API',
        url: 'https://developers.viber.com/docs/api/rest-bot-api/',
        saysOn: null,
        confidence: 'high',
      },
      OVERVIEW,
    ],
    checkedOn,
    notes: [
      'Bots created before 2024-02-05 have 10,000 bot-initiated messages a calendar month (UTC, no carry-over), then the commercial terms must be accepted.',
      'Later bots pay EUR 100 a month and each delivered bot-initiated message.',
    ],
  }),
  rule({
    id: 'viber.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'free', reason: 'session_message' },
        outside: { kind: 'unknown', reason: 'account_age_unknown' },
      },
    },
    sources: [OVERVIEW, GUPSHUP],
    checkedOn,
    notes: ['Outside the session the account decides: its age, its use this month, its commercial terms.'],
  }),
]);
