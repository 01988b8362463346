import type { Catalog } from './catalog.js';

export const de: Catalog = {
  sentences: {
    'open.no_window': '{channel} hat kein Nachrichtenfenster: Freier Text darf jederzeit gesendet werden.',
    'open.no_window.until': 'Über {channel} darf freier Text bis {closesAt} gesendet werden.',
    'open.no_window.counted': {
      one: 'Über {channel} darf freier Text gesendet werden; diesen Monat bleibt {remaining} Nachricht.',
      other: 'Über {channel} darf freier Text gesendet werden; diesen Monat bleiben {remaining} Nachrichten.',
    },
    'open.window_open': 'Das Fenster bei {channel} ist offen: Freier Text darf gesendet werden.',
    'open.window_open.until':
      'Das Fenster von {lasts} bei {channel} ist offen: Freier Text darf bis {closesAt} gesendet werden.',
    'open.window_open.counted': {
      one: 'Das Fenster von {lasts} bei {channel} ist offen: Bis {closesAt} darf noch {remaining} Nachricht gesendet werden.',
      other:
        'Das Fenster von {lasts} bei {channel} ist offen: Bis {closesAt} dürfen noch {remaining} Nachrichten gesendet werden.',
    },
    'restricted.window_closed': 'Das Fenster bei {channel} ist geschlossen; jetzt möglich: {ways}.',
    'restricted.window_closed.until':
      'Das Fenster von {lasts} bei {channel} ist geschlossen; bis {closesAt} möglich: {ways}.',
    'restricted.window_closed.since':
      'Das Fenster von {lasts} bei {channel} ist seit {closedAt} geschlossen; jetzt möglich: {ways}.',
    'restricted.window_closed.counted': {
      one: 'Das Fenster von {lasts} bei {channel} ist geschlossen; jetzt möglich: {ways}, diesen Monat noch {remaining}.',
      other:
        'Das Fenster von {lasts} bei {channel} ist geschlossen; jetzt möglich: {ways}, diesen Monat noch {remaining}.',
    },
    'restricted.no_inbound_yet':
      'Der Kontakt hat über {channel} noch nie geschrieben; jetzt möglich: {ways}.',
    'restricted.quota_exhausted':
      'Die Nachrichten des Fensters bei {channel} sind verbraucht; jetzt möglich: {ways}.',
    'restricted.quota_exhausted.counted':
      'Alle {max} Nachrichten des Fensters von {lasts} bei {channel} sind verbraucht; jetzt möglich: {ways}.',
    'restricted.template_only': '{channel} nimmt nur genehmigte Vorlagen an; jetzt möglich: {ways}.',
    'restricted.invalid_timestamp':
      'Die Zeit der letzten Nachricht des Kontakts über {channel} ist nicht lesbar; jetzt möglich: {ways}.',
    'restricted.future_timestamp':
      'Die letzte Nachricht des Kontakts über {channel} liegt in der Zukunft; jetzt möglich: {ways}.',
    'restricted.invalid_request': 'Der Stand des Fensters bei {channel} ist ungültig; jetzt möglich: {ways}.',
    'blocked.window_closed':
      'Das Fenster bei {channel} ist geschlossen; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.window_closed.since':
      'Das Fenster von {lasts} bei {channel} ist seit {closedAt} geschlossen; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.no_inbound_yet':
      'Der Kontakt hat über {channel} noch nie geschrieben; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.quota_exhausted':
      'Die Nachrichten für {channel} sind aufgebraucht; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.quota_exhausted.until': '{held} Dies darf nicht gesendet werden, bis {unlocks}.',
    'blocked.quota_exhausted.counted': {
      one: 'Die eine Nachricht des Fensters von {lasts} bei {channel} ist verbraucht; nichts darf gesendet werden, bis {unlocks}.',
      other:
        'Alle {max} Nachrichten des Fensters von {lasts} bei {channel} sind verbraucht; nichts darf gesendet werden, bis {unlocks}.',
    },
    'blocked.opted_out': 'Der Kontakt hat {channel} abbestellt; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.blocked_by_contact':
      'Der Kontakt hat uns bei {channel} blockiert; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.thread_deleted':
      'Der Kontakt hat die Unterhaltung bei {channel} gelöscht; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.quiet_hours': 'Für {channel} ist gerade Ruhezeit; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.time_zone_required':
      'Die Zeitzone des Empfängers ist unbekannt, die Ruhezeit für {channel} lässt sich nicht prüfen; nichts darf gesendet werden.',
    'blocked.sender_must_be_human':
      'Das Fenster bei {channel} ist für Automationen geschlossen; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.terms_required':
      'Die freien Nachrichten dieses Monats bei {channel} sind aufgebraucht; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.marketing_consent_required':
      'Der Kontakt hat Werbung über {channel} nicht zugestimmt; sie darf nicht gesendet werden, bis {unlocks}.',
    'blocked.recipient_country_excluded':
      '{channel} stellt diese Art Nachricht im Land des Empfängers nicht zu.',
    'blocked.account_region_excluded': '{channel} ist für Konten unserer Region nicht verfügbar.',
    'blocked.template_only': '{channel} nimmt nur genehmigte Vorlagen an, und keine passt zu diesem Zweck.',
    'blocked.invalid_timestamp': 'Die Frage lässt sich nicht beantworten: {detail}',
    'blocked.invalid_timestamp.until':
      'Die Zeit der letzten Nachricht des Kontakts über {channel} ist nicht lesbar; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.future_timestamp':
      'Die letzte Nachricht des Kontakts über {channel} liegt in der Zukunft; nichts darf gesendet werden, bis {unlocks}.',
    'blocked.invalid_request': 'Die Frage lässt sich nicht beantworten: {detail}',
  },
  channels: {
    whatsapp: 'WhatsApp',
    messenger: 'Messenger',
    instagram: 'Instagram',
    viber: 'Viber',
    wechat: 'WeChat',
    telegram: 'Telegram',
    line: 'LINE',
    website_chat: 'Website-Chat',
    sms: 'SMS',
    email: 'E-Mail',
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
    free_form: 'freier Text',
    template: 'eine genehmigte Vorlage',
    tag: 'Text mit dem Tag {tag}',
    utility_template: 'eine genehmigte Utility-Vorlage',
    bot_initiated: 'eine vom Bot begonnene Nachricht',
  },
  unlocks: {
    inbound: 'der Kontakt schreibt',
    opt_in: 'der Kontakt wieder zustimmt',
    accept_terms: 'die Geschäftsbedingungen angenommen sind',
    next_month: 'der nächste Monat beginnt',
    human_sender: 'ein Mensch sie sendet',
    at: '{at}',
  },
};
