import { describe, expect, it } from 'vitest';
import { ago, ask, DAY, HOUR, NOON, SECOND, table } from '../ask.test.util.js';
import { presets } from './index.js';
import { respondIo } from './respond-io.js';

/** Row by row, the table of the article. */
describe.each(['telegram', 'line', 'website_chat', 'sms', 'email'] as const)('respond.io: %s', (channel) => {
  table(
    channel,
    [
      ['is always free-form, even before the first message', {}, 'open no_window free_form'],
      ['a second after it', ago(SECOND), 'open no_window free_form'],
      ['and a year after it', ago(365 * DAY), 'open no_window free_form'],
    ],
    respondIo,
  );

  it('has no price and no note of its own', () => {
    expect(ask(channel, ago(DAY), respondIo)).toMatchObject({ closesAt: null, remaining: null, notes: [] });
  });
});

describe('respond.io: WhatsApp', () => {
  const TEMPLATE = 'template(utility+marketing+authentication)';
  table(
    'whatsapp',
    [
      ['before the first message a template', {}, `restricted no_inbound_yet ${TEMPLATE}`],
      ['a second before 24 hours free text', ago(DAY - SECOND), `open window_open free_form ${TEMPLATE}`],
      ['exactly at 24 hours a template', ago(DAY), `restricted window_closed ${TEMPLATE}`],
      ['a second after 24 hours a template', ago(DAY + SECOND), `restricted window_closed ${TEMPLATE}`],
    ],
    respondIo,
  );
});

describe('respond.io: Messenger', () => {
  const TAGS = 'CONFIRMED_EVENT_UPDATE POST_PURCHASE_UPDATE ACCOUNT_UPDATE';
  table(
    'messenger',
    [
      ['a second before 24 hours free text', ago(DAY - SECOND), 'open window_open free_form'],
      ['exactly at 24 hours the tag for people', ago(DAY), `restricted window_closed HUMAN_AGENT ${TAGS}`],
      [
        'a second before 7 days as well',
        ago(7 * DAY - SECOND),
        `restricted window_closed HUMAN_AGENT ${TAGS}`,
      ],
      ['exactly at 7 days a message tag', ago(7 * DAY), `restricted window_closed ${TAGS}`],
      ['a second after 7 days a message tag', ago(7 * DAY + SECOND), `restricted window_closed ${TAGS}`],
      [
        'a message tag for automations after 24 hours',
        { ...ago(DAY), sender: 'automation' },
        `restricted window_closed ${TAGS}`,
      ],
    ],
    respondIo,
  );
});

describe('respond.io: Instagram', () => {
  table(
    'instagram',
    [
      ['before the first message nothing', {}, 'blocked no_inbound_yet'],
      ['a second before 24 hours free text', ago(DAY - SECOND), 'open window_open free_form'],
      ['exactly at 24 hours the tag for people', ago(DAY), 'restricted window_closed HUMAN_AGENT'],
      ['a second before 7 days as well', ago(7 * DAY - SECOND), 'restricted window_closed HUMAN_AGENT'],
      ['exactly at 7 days nothing until the contact writes', ago(7 * DAY), 'blocked window_closed'],
      ['a second after 7 days nothing', ago(7 * DAY + SECOND), 'blocked window_closed'],
      ['automations need a person', { ...ago(DAY), sender: 'automation' }, 'blocked sender_must_be_human'],
    ],
    respondIo,
  );
});

describe('respond.io: Viber', () => {
  const used = (monthlyBotInitiated: number, commercialTermsAccepted = false) => ({
    ...ago(DAY),
    account: { createdAt: '2026-01-01T00:00:00Z', monthlyBotInitiated, commercialTermsAccepted },
  });
  table(
    'viber',
    [
      ['a second before 24 hours free text', ago(DAY - SECOND), 'open window_open free_form'],
      ['exactly at 24 hours bot-initiated', ago(DAY), 'restricted window_closed bot_initiated'],
      ['a second after 24 hours bot-initiated', ago(DAY + SECOND), 'restricted window_closed bot_initiated'],
      ['the 10,000th of the month', used(9_999), 'restricted window_closed bot_initiated'],
      ['then an error until the terms are accepted', used(10_000), 'blocked terms_required'],
      ['and not once they are', used(10_000, true), 'restricted window_closed bot_initiated'],
    ],
    respondIo,
  );
});

describe('respond.io: WeChat', () => {
  const sent = (outboundSinceInbound: number, age = HOUR) => ({
    window: { lastInboundAt: NOON - age, outboundSinceInbound },
  });
  table(
    'wechat',
    [
      ['the twentieth message may go', sent(19), 'open window_open free_form'],
      ['the twenty-first may not', sent(20), 'blocked quota_exhausted'],
      ['a second before 48 hours free text', sent(0, 2 * DAY - SECOND), 'open window_open free_form'],
      ['exactly at 48 hours nothing', sent(0, 2 * DAY), 'blocked window_closed'],
      ['a second after 48 hours nothing', sent(0, 2 * DAY + SECOND), 'blocked window_closed'],
      ['a reply resets both', ago(0), 'open window_open free_form'],
    ],
    respondIo,
  );
});

describe('respond.io', () => {
  it('leaves channels the article does not name to the current rules', () => {
    expect(ask('tiktok', ago(HOUR), respondIo)).toEqual(ask('tiktok', ago(HOUR)));
  });

  it('is found by its id', () => {
    expect(presets['respond-io']).toBe(respondIo);
    expect(respondIo.id).toBe('respond-io');
  });

  it('names the article as the source of its rules', () => {
    expect(ask('wechat', ago(HOUR), respondIo).rule).toMatchObject({
      id: 'respond_io.wechat.window',
      source: 'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
    });
  });
});
