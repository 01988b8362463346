import type { Catalog } from './catalog.js';

export const en: Catalog = {
  sentences: {
    'open.no_window': '{channel} has no messaging window: free text may be sent at any time.',
    'open.no_window.until': 'Free text may be sent on {channel} until {closesAt}.',
    'open.no_window.counted': {
      one: 'Free text may be sent on {channel}; {remaining} message is left this month.',
      other: 'Free text may be sent on {channel}; {remaining} messages are left this month.',
    },
    'open.window_open': 'The window on {channel} is open: free text may be sent.',
    'open.window_open.until':
      'The window of {lasts} on {channel} is open: free text may be sent until {closesAt}.',
    'open.window_open.counted': {
      one: 'The window of {lasts} on {channel} is open: {remaining} more message may be sent until {closesAt}.',
      other:
        'The window of {lasts} on {channel} is open: {remaining} more messages may be sent until {closesAt}.',
    },
    'restricted.window_closed': 'The window on {channel} is closed; possible now: {ways}.',
    'restricted.window_closed.until':
      'The window of {lasts} on {channel} is closed; possible until {closesAt}: {ways}.',
    'restricted.window_closed.since':
      'The window of {lasts} on {channel} closed on {closedAt}; possible now: {ways}.',
    'restricted.window_closed.counted': {
      one: 'The window of {lasts} on {channel} is closed; possible now: {ways}, {remaining} more this month.',
      other:
        'The window of {lasts} on {channel} is closed; possible now: {ways}, {remaining} more this month.',
    },
    'restricted.no_inbound_yet': 'The contact has never written on {channel}; possible now: {ways}.',
    'restricted.quota_exhausted': 'The messages of the window on {channel} are used; possible now: {ways}.',
    'restricted.quota_exhausted.counted':
      'All {max} messages of the window of {lasts} on {channel} are used; possible now: {ways}.',
    'restricted.template_only': '{channel} takes approved templates only; possible now: {ways}.',
    'restricted.invalid_timestamp':
      'The time of the contact’s last message on {channel} cannot be read; possible now: {ways}.',
    'restricted.future_timestamp':
      'The contact’s last message on {channel} lies in the future; possible now: {ways}.',
    'restricted.invalid_request': 'The state of the window on {channel} is not valid; possible now: {ways}.',
    'blocked.window_closed': 'The window on {channel} is closed; nothing may be sent until {unlocks}.',
    'blocked.window_closed.since':
      'The window of {lasts} on {channel} closed on {closedAt}; nothing may be sent until {unlocks}.',
    'blocked.no_inbound_yet':
      'The contact has never written on {channel}; nothing may be sent until {unlocks}.',
    'blocked.quota_exhausted': 'The messages for {channel} are used up; nothing may be sent until {unlocks}.',
    'blocked.quota_exhausted.until': '{held} This may not be sent until {unlocks}.',
    'blocked.quota_exhausted.counted': {
      one: 'The one message of the window of {lasts} on {channel} is used; nothing may be sent until {unlocks}.',
      other:
        'All {max} messages of the window of {lasts} on {channel} are used; nothing may be sent until {unlocks}.',
    },
    'blocked.opted_out': 'The contact opted out of {channel}; nothing may be sent until {unlocks}.',
    'blocked.blocked_by_contact': 'The contact blocked us on {channel}; nothing may be sent until {unlocks}.',
    'blocked.thread_deleted':
      'The contact deleted the conversation on {channel}; nothing may be sent until {unlocks}.',
    'blocked.quiet_hours': 'These are quiet hours for {channel}; nothing may be sent until {unlocks}.',
    'blocked.time_zone_required':
      'The recipient’s time zone is unknown, so the quiet hours of {channel} cannot be checked; nothing may be sent.',
    'blocked.sender_must_be_human':
      'The window on {channel} is closed for automations; nothing may be sent until {unlocks}.',
    'blocked.terms_required':
      'This month’s free messages on {channel} are used up; nothing may be sent until {unlocks}.',
    'blocked.marketing_consent_required':
      'The contact has not agreed to marketing on {channel}; none may be sent until {unlocks}.',
    'blocked.recipient_country_excluded':
      '{channel} does not deliver this kind of message to the recipient’s country.',
    'blocked.account_region_excluded': '{channel} is not available to accounts of our region.',
    'blocked.template_only': '{channel} takes approved templates only, and none fits this purpose.',
    'blocked.invalid_timestamp': 'The question cannot be answered: {detail}',
    'blocked.invalid_timestamp.until':
      'The time of the contact’s last message on {channel} cannot be read; nothing may be sent until {unlocks}.',
    'blocked.future_timestamp':
      'The contact’s last message on {channel} lies in the future; nothing may be sent until {unlocks}.',
    'blocked.invalid_request': 'The question cannot be answered: {detail}',
  },
  channels: {
    whatsapp: 'WhatsApp',
    messenger: 'Messenger',
    instagram: 'Instagram',
    viber: 'Viber',
    wechat: 'WeChat',
    telegram: 'Telegram',
    line: 'LINE',
    website_chat: 'Website chat',
    sms: 'SMS',
    email: 'Email',
    tiktok: 'TikTok',
    rcs: 'RCS',
    apple_messages: 'Apple Messages for Business',
    zalo_oa: 'Zalo',
    kakaotalk: 'KakaoTalk',
    x: 'X',
    discord: 'Discord',
    slack: 'Slack',
  },
  ways: {
    free_form: 'free text',
    template: 'an approved template',
    tag: 'text with the tag {tag}',
    utility_template: 'an approved utility template',
    bot_initiated: 'a bot-initiated message',
  },
  unlocks: {
    inbound: 'the contact writes',
    opt_in: 'the contact agrees again',
    accept_terms: 'the commercial terms are accepted',
    next_month: 'the next month begins',
    human_sender: 'a person sends it',
    at: '{at}',
  },
};
