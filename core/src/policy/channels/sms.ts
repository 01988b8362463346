import { ALWAYS, channelRules, rule } from '../rule.js';

const checkedOn = '2026-11-23';

/** The United States and the territories to which its rules for phone numbers apply. */
const UNITED_STATES: readonly string[] = ['US', 'PR', 'VI', 'GU', 'AS', 'MP'];

/** SMS to phone numbers. */
export const sms = channelRules('sms', [
  rule({
    id: 'sms.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'none' },
    sources: [
      {
        title: 'respond.io: how to send outbound support messages',
        url: 'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
        saysOn: '2024-11-26',
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'Unregistered US long codes (10DLC) are blocked since 2023-09-01; registration is the account’s matter.',
    ],
  }),
  rule({
    id: 'sms.opt_out',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    sources: [
      {
        title: 'Twilio: error 21610',
        url: 'https://www.twilio.com/docs/api/errors/21610',
        saysOn: null,
        confidence: 'high',
      },
      {
        title: 'Twilio: opt-out words',
        url: 'https://static0.twilio.com/docs/api/errors/23002',
        saysOn: null,
        confidence: 'high',
      },
      {
        title: 'FCC 24-24: revocation of consent',
        url: 'https://www.govinfo.gov/content/pkg/FR-2024-03-05/html/2024-04587.htm',
        saysOn: '2024-03-05',
        confidence: 'high',
      },
    ],
    checkedOn,
    notes: [
      'STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT stop everything from the messaging service; START, YES, UNSTOP lift it.',
      'US law since 2025-04-11: any reasonable way to revoke counts and is honoured within 10 business days.',
      'That marketing needs consent follows from "revocation of consent"; the safe side outside the US as well.',
    ],
  }),
  rule({
    id: 'sms.quiet_hours',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      quietHours: {
        from: '21:00',
        to: '08:00',
        zone: 'recipient',
        purposes: ['marketing'],
        countries: UNITED_STATES,
        advice: {
          code: 'quiet_hours_advice',
          text: 'It is between 21:00 and 8:00 where the recipient lives; consider waiting.',
          de: 'Beim Empfänger ist es zwischen 21:00 und 8:00 Uhr; besser wäre zu warten.',
        },
      },
    },
    sources: [
      {
        title: 'Federalist Society: the TCPA quiet hours rule',
        url: 'https://fedsoc.org/commentary/fedsoc-blog/navigating-a-tcpa-minefield-understanding-the-quiet-hours-rule',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'Sinch: what are quiet hours',
        url: 'https://community.sinch.com/t5/SMS/What-are-quot-Quiet-Hours-quot/ta-p/17974',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'By the clock of the called party. Some US states are stricter; use an overlay.',
      'Whether consent lifts quiet hours is disputed; of a petition of 2025-03-03 no decision was found, so it does not here.',
      'A service follow-up is no solicitation by the statute; it gets a hint only.',
      'A recipient of unknown country is protected.',
    ],
  }),
  rule({
    id: 'sms.price',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      price: {
        open: { kind: 'paid', reason: 'per_segment' },
        outside: { kind: 'paid', reason: 'per_segment' },
      },
    },
    sources: [
      {
        title: 'Twilio: error 21610',
        url: 'https://www.twilio.com/docs/api/errors/21610',
        saysOn: null,
        confidence: 'unverified',
      },
    ],
    checkedOn,
    notes: ['Carriers charge by segment everywhere we know of; no single source says it for all.'],
  }),
]);
