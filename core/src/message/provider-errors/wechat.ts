import { type FailureText, type ProviderErrorRow, rejected, rejectedForNow, retry } from './row.js';
import {
  ASK_PROVIDER,
  CHECK_ACCOUNT,
  CHECK_ATTACHMENT,
  CHOOSE_ANOTHER,
  NEW_TOKEN,
  noAccess,
  SHORTEN,
  tooFast,
  tooLong,
  UNTIL_WRITES,
} from './texts.js';

const COUNT = 'https://github.com/wechatpy/wechatpy/pull/643';
const WINDOW = 'https://github.com/garbetjie/wechat-php/issues/6';
const COMMON = 'https://developers.weixin.qq.com/doc/channels/API/basics/commErrCode.html';
/** Copies of WeChat's list of global return codes. */
const GLOBAL = 'https://cnblogs.com/bindong/p/5790676.html';
const CODES = 'https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html';
const CSDN = 'https://blog.csdn.net/TCMvines/article/details/107554746';
const medium = { confidence: 'medium' } as const;
const high = { confidence: 'high' } as const;

function access(code: string, remedy: FailureText, source: string): ProviderErrorRow {
  return rejected({
    ...medium,
    code,
    reason: 'credentials_refused',
    message: noAccess('WeChat'),
    remedy,
    source,
  });
}

/** WeChat: `errcode` of the answer. */
export const wechatErrors: readonly ProviderErrorRow[] = [
  rejected({
    ...medium,
    code: '45015',
    reason: 'window_closed',
    message: {
      en: 'The 48 hours are over, or the customer unfollowed us; WeChat does not tell which.',
      de: 'Die 48 Stunden sind vorbei, oder der Kunde folgt uns nicht mehr; WeChat sagt nicht, was davon.',
    },
    remedy: UNTIL_WRITES,
    source: WINDOW,
  }),
  rejected({
    ...medium,
    code: '45047',
    reason: 'quota_exhausted',
    message: {
      en: 'All messages that WeChat allows until the customer writes again are used.',
      de: 'Alle Nachrichten, die WeChat bis zur nächsten Nachricht des Kunden erlaubt, sind verbraucht.',
    },
    remedy: UNTIL_WRITES,
    source: COUNT,
  }),
  rejected({
    ...high,
    code: '45002',
    reason: 'content_refused',
    message: tooLong('WeChat'),
    remedy: SHORTEN,
    source: COMMON,
  }),
  rejected({
    ...medium,
    code: '43101',
    reason: 'opted_out',
    message: {
      en: 'The customer has not subscribed to this kind of message.',
      de: 'Der Kunde hat diese Art von Nachricht nicht abonniert.',
    },
    remedy: {
      en: 'Wait until the customer writes or subscribes.',
      de: 'Warten Sie, bis der Kunde schreibt oder sie abonniert.',
    },
    source:
      'https://developers.weixin.qq.com/doc/service/en/guide/product/template_message/Template_Message_Interface.html',
  }),
  rejected({
    ...medium,
    code: '43004',
    reason: 'recipient_unreachable',
    message: { en: 'The customer does not follow our account.', de: 'Der Kunde folgt unserem Konto nicht.' },
    remedy: CHOOSE_ANOTHER,
    source: GLOBAL,
  }),
  rejected({
    ...medium,
    code: '43019',
    reason: 'blocked_by_contact',
    message: {
      en: 'The customer is on our account’s blacklist.',
      de: 'Der Kunde steht auf der Sperrliste unseres Kontos.',
    },
    remedy: {
      en: 'The operator must take the customer off the list; or choose another channel.',
      de: 'Der Betreiber muss den Kunden von der Liste nehmen; oder wählen Sie einen anderen Kanal.',
    },
    source: CSDN,
  }),
  rejected({
    ...high,
    code: '40003',
    reason: 'recipient_unreachable',
    message: {
      en: 'WeChat knows no such customer of this account.',
      de: 'WeChat kennt bei diesem Konto keinen solchen Kunden.',
    },
    remedy: CHOOSE_ANOTHER,
    source: COMMON,
  }),
  rejected({
    ...medium,
    code: '40007',
    reason: 'attachment_refused',
    message: { en: 'WeChat no longer has the attachment.', de: 'WeChat hat den Anhang nicht mehr.' },
    remedy: CHECK_ATTACHMENT,
    source: GLOBAL,
  }),
  rejected({
    ...high,
    code: '48004',
    reason: 'account_restricted',
    message: {
      en: 'WeChat has shut our account out for breaking its rules.',
      de: 'WeChat hat unser Konto wegen eines Regelverstoßes ausgesperrt.',
    },
    remedy: ASK_PROVIDER,
    source: COMMON,
  }),
  rejected({
    ...high,
    code: '50002',
    reason: 'account_restricted',
    message: { en: 'WeChat restricts our account.', de: 'WeChat schränkt unser Konto ein.' },
    remedy: ASK_PROVIDER,
    source: COMMON,
  }),
  retry({
    ...high,
    code: '45011',
    reason: 'rate_limited',
    message: tooFast('WeChat'),
    afterMs: 60_000,
    source: COMMON,
  }),
  access('40001', CHECK_ACCOUNT, COMMON),
  access('42001', NEW_TOKEN, COMMON),
  access('40013', CHECK_ACCOUNT, COMMON),
  access('40125', CHECK_ACCOUNT, CODES),
  rejected({
    ...medium,
    code: '40164',
    reason: 'credentials_refused',
    message: {
      en: 'WeChat does not let the gateway’s address call.',
      de: 'WeChat lässt die Adresse des Gateways nicht zu.',
    },
    remedy: {
      en: 'The operator must add the gateway’s IP address to the account’s allow-list.',
      de: 'Der Betreiber muss die IP-Adresse des Gateways in die Freigabeliste des Kontos aufnehmen.',
    },
    source: CODES,
  }),
  rejected({
    ...high,
    code: '48001',
    reason: 'account_restricted',
    message: {
      en: 'Our account has no right to send customer-service messages.',
      de: 'Unser Konto darf keine Kundendienstnachrichten senden.',
    },
    remedy: {
      en: 'The operator must look at the rights of the account; it may need to be verified.',
      de: 'Der Betreiber muss die Rechte des Kontos prüfen; vielleicht muss es verifiziert werden.',
    },
    source: COMMON,
  }),
  rejectedForNow({
    ...high,
    code: '45009',
    reason: 'rate_limited',
    message: {
      en: 'Our account has used up its calls of today.',
      de: 'Unser Konto hat seine Aufrufe von heute verbraucht.',
    },
    remedy: {
      en: 'Send it again tomorrow, or choose another channel.',
      de: 'Senden Sie sie morgen noch einmal, oder wählen Sie einen anderen Kanal.',
    },
    source: COMMON,
  }),
  // "The system is busy, try again later."
  retry({
    ...high,
    code: '-1',
    reason: 'provider_error',
    message: tooFast('WeChat'),
    afterMs: 5_000,
    source: COMMON,
  }),
];
