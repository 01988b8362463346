import { ALWAYS, channelRules, rule, type Source } from '../rule.js';

const checkedOn = '2026-11-23';

const ALIMTALK: Source = {
  title: 'Kakao i Connect: AlimTalk',
  url: 'https://docs.kakaoi.ai/kakao_i_connect_message/bizmessage_eng/agent/at/',
  saysOn: null,
  confidence: 'medium',
};
const NHN: Source = {
  title: 'NHN Cloud: FriendTalk upgrade',
  url: 'https://docs.nhncloud.com/en/Notification/KakaoTalk%20Bizmessage/en/friendtalkupgrade-overview/',
  saysOn: null,
  confidence: 'medium',
};

/** KakaoTalk business messages: AlimTalk (information) and FriendTalk or Brand Message (advertising). */
export const kakaotalk = channelRules('kakaotalk', [
  rule({
    id: 'kakaotalk.window',
    validFrom: ALWAYS,
    validTo: null,
    says: { window: 'template_only' },
    sources: [ALIMTALK, NHN],
    checkedOn,
    notes: [
      'Consultation talk, which is free text with an agent, is not covered: no source for its rules was found.',
    ],
  }),
  rule({
    id: 'kakaotalk.templates',
    validFrom: ALWAYS,
    validTo: null,
    says: {
      forms: [
        { way: { form: 'template', categories: ['utility'] }, purposes: ['support', 'csat', 'vip_update'] },
        { way: { form: 'template', categories: ['marketing'] }, purposes: ['marketing'] },
      ],
    },
    sources: [ALIMTALK, NHN],
    checkedOn,
    notes: [
      'AlimTalk: approved templates with information, to anybody, at any hour. FriendTalk and Brand Message: advertising.',
    ],
  }),
  rule({
    id: 'kakaotalk.consent',
    validFrom: ALWAYS,
    validTo: null,
    says: { consent: { optOutCovers: 'everything', marketingNeedsOptIn: true } },
    sources: [NHN],
    checkedOn,
    notes: ['Advertising needs a channel friend or consent to marketing; both are `optedInMarketing` here.'],
  }),
  rule({
    id: 'kakaotalk.night',
    validFrom: ALWAYS,
    validTo: null,
    says: { quietHours: { from: '20:00', to: '09:00', zone: 'Asia/Seoul', purposes: ['marketing'] } },
    sources: [
      NHN,
      {
        title: 'Naver Cloud: FriendTalk',
        url: 'https://guide.ncloud-docs.com/docs/en/sens-ftmessage',
        saysOn: null,
        confidence: 'medium',
      },
      {
        title: 'Alcmeon: KakaoTalk templates',
        url: 'https://help.alcmeon.ai/en_US/kkt-modeles-de-messages-templates',
        saysOn: null,
        confidence: 'medium',
      },
    ],
    checkedOn,
    notes: [
      'NHN says 20:50 to 8:00, Naver Cloud 20:00 to 8:00, Alcmeon sends from 9:00 to 20:00 only, a glossary says 21:00 to 8:00. All of them together is the safe side; an overlay can set your provider’s hours.',
    ],
  }),
]);
