import { days, hours } from '../instant.js';
import {
  ALWAYS,
  type ChannelRules,
  channelRules,
  type FormThen,
  type Rule,
  rule,
  type Says,
  type Source,
} from '../rule.js';
import type { Channel } from '../types.js';

const ARTICLE: Source = {
  title: 'respond.io: how to send outbound support messages',
  url: 'https://help.respond.io/l/en/support-use-case/send-outbound-messages',
  saysOn: '2024-11-26',
  confidence: 'high',
};

/** The platform holds the Human Agent permission itself, so the account needs no fact for it. */
const humanAgent: FormThen = { way: { form: 'tag', tag: 'HUMAN_AGENT' }, sender: 'human', within: days(7) };
const tags: readonly FormThen[] = ['CONFIRMED_EVENT_UPDATE', 'POST_PURCHASE_UPDATE', 'ACCOUNT_UPDATE'].map(
  (tag) => ({
    way: { form: 'tag', tag },
  }),
);

function article(id: string, says: Says, ...notes: readonly string[]): Rule {
  return rule({
    id,
    validFrom: ALWAYS,
    validTo: null,
    says,
    sources: [ARTICLE],
    checkedOn: '2026-11-23',
    notes,
  });
}

function always(channel: Channel): ChannelRules {
  return channelRules(channel, [article(`respond_io.${channel}.window`, { window: 'none' })]);
}

/**
 * The article's table of 26 November 2024 to the letter, for teams whose messages go out through that platform.
 * Channels it does not name keep the rules of `current`.
 */
export const respondIoRules: readonly ChannelRules[] = [
  always('telegram'),
  always('line'),
  always('website_chat'),
  always('sms'),
  always('email'),
  channelRules('whatsapp', [
    article('respond_io.whatsapp.window', {
      window: { message: { lasts: hours(24) }, ad: { lasts: hours(24) } },
    }),
    article('respond_io.whatsapp.after_window', {
      forms: [
        {
          way: { form: 'template', categories: ['utility', 'marketing', 'authentication'] },
          insideToo: true,
        },
      ],
    }),
  ]),
  channelRules('messenger', [
    article('respond_io.messenger.window', {
      window: { message: { lasts: hours(24) }, ad: { lasts: hours(24) } },
    }),
    article(
      'respond_io.messenger.after_window',
      { forms: [humanAgent, ...tags] },
      'Seven days with HUMAN_AGENT for what a person writes, a message tag otherwise and afterwards.',
      'Meta rejects these tags since 2026-04-27: see messenger.after_window.2026-04.',
    ),
  ]),
  channelRules('instagram', [
    article('respond_io.instagram.window', {
      window: { message: { lasts: hours(24) }, ad: { lasts: hours(24) }, story: { lasts: hours(24) } },
    }),
    article('respond_io.instagram.after_window', { forms: [humanAgent] }),
  ]),
  channelRules('viber', [
    article('respond_io.viber.window', { window: { message: { lasts: hours(24) } } }),
    article('respond_io.viber.bot_initiated', {
      forms: [{ way: { form: 'bot_initiated' }, allowance: { perMonth: 10_000 } }],
    }),
  ]),
  channelRules('wechat', [
    article(
      'respond_io.wechat.window',
      { window: { message: { lasts: hours(48), max: 20 } } },
      'WeChat allows 5 since 2023-06-12: see wechat.window.2023-06.',
    ),
  ]),
];
