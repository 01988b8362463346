import { table } from './markdown.js';

/** Something that providers do not tell, or that was not seen, and what is done until it is. */
interface OpenQuestion {
  readonly channel: string;
  readonly question: string;
  /** Where it was looked for, and what stood there. */
  readonly looked: string;
  /** What we do, which is the side that forbids or promises nothing. */
  readonly meanwhile: string;
}

/** Last day on which somebody looked. */
const LOOKED_ON = '2026-11-24';

const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    channel: 'WhatsApp',
    question: 'How pacing holds templates back',
    looked:
      'Found in part: Meta may evaluate the answers to a new template before it releases more of them, and says no numbers ([YCloud](https://docs.ycloud.com/en/documentation/whatsapp-business-platform/pricing-limits-and-quality/quality-and-delivery-controls.md)). Nothing about portfolio pacing.',
    meanwhile: 'A message that is accepted and not delivered stays “sent”. It is not sent again by itself.',
  },
  {
    channel: 'WhatsApp',
    question: 'How long a template is paused (132015), and when it is disabled (132016)',
    looked:
      'Found: 3 hours the first time, 6 hours the second, disabled the third ([YCloud](https://docs.ycloud.com/en/api-reference/guides/examples/webhook-examples/whatsapp-template-reviewed-webhook-examples)).',
    meanwhile: 'Both errors end the message. Templates are offered by the state that the provider reports.',
  },
  {
    channel: 'WhatsApp',
    question: 'Whether a window can be longer than 24 hours',
    looked:
      '360dialog still says that the length “depends on how the conversation started” and gives none ([sending messages](https://docs.360dialog.com/docs/inbox/inbox-api/sending-messages)). Meta says 24 hours for messages and calls.',
    meanwhile: 'Every window ends after 24 hours.',
  },
  {
    channel: 'WhatsApp',
    question: 'Which error answers when the messaging limit is used up',
    looked: 'Not found on Meta’s page of the limits, nor in lists of error codes.',
    meanwhile:
      'The gateway counts recipients and holds messages back before the limit is passed; an unknown code is shown as it is.',
  },
  {
    channel: 'WhatsApp',
    question: 'Meta’s own words for the day on which service messages began to cost (2026-10-01)',
    looked:
      'Meta says that they are billed in a category of their own ([send messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages)); the day stands in copies and with partners.',
    meanwhile: 'Shown as paid from that day. Permission never depends on it.',
  },
  {
    channel: 'WhatsApp',
    question: 'The length of a caption',
    looked: 'Not found at Meta; others use 1,024.',
    meanwhile: '1,024 characters.',
  },
  {
    channel: 'Messenger, Instagram',
    question: 'How long the window after an ad is for one account',
    looked:
      'Meta says that it “may last up to 7 days from that message” and not for whom ([policy](https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/), 2026-09-28).',
    meanwhile: '24 hours, with a note.',
  },
  {
    channel: 'Messenger',
    question: 'Whether utility messages are limited to regions',
    looked:
      'Found: in the open beta of July 2025 only in the United States, Vietnam, Thailand and the Philippines ([PPC Land](https://ppc.land/meta-introduces-utility-messages-for-business-communication-compliance)); a copy of Meta’s page of 2026-03-13 names no region any more ([copy](https://nermalcat69.github.io/meta-developer-docs/documentation/business-messaging/messenger-platform/send-messages/templates.html)).',
    meanwhile: 'Offered only for accounts whose `utilityMessaging` somebody has set to true.',
  },
  {
    channel: 'Messenger',
    question: 'Meta’s own words for error 10 with subcode 2018278',
    looked:
      'Not on Meta’s page of error codes. Several public projects take it for a closed window, independently of each other.',
    meanwhile: 'Taken for a closed window, as error 10 alone is: not sent again.',
  },
  {
    channel: 'Messenger',
    question: 'Whether the tag CUSTOMER_FEEDBACK is still accepted',
    looked: 'Not found.',
    meanwhile: 'Not offered.',
  },
  {
    channel: 'Instagram',
    question: 'Utility messages',
    looked: 'Not found; Meta’s pages of Instagram’s messages name none.',
    meanwhile: 'Not offered: after the window only a person’s answer with `HUMAN_AGENT`.',
  },
  {
    channel: 'Viber',
    question: 'Viber’s own table of status codes from 5 on',
    looked:
      'Found in several public projects, all with the same names (5 receiverNotRegistered, 6 receiverNotSubscribed, 12 tooManyRequests); not read on Viber’s page.',
    meanwhile: 'Used, with confidence medium.',
  },
  {
    channel: 'WeChat',
    question: 'The length of a text',
    looked: 'Not found; error 45002 says that it was too long.',
    meanwhile: 'No limit is shown; the error is explained.',
  },
  {
    channel: 'TikTok',
    question: 'The code of a closed window',
    looked: 'Not found in documentation, issues or code.',
    meanwhile: 'The 48 hours and 10 messages are kept here; an unknown code is shown as it is.',
  },
  {
    channel: 'Zalo OA',
    question: 'A rule of 7 days, error -230, and the length of a text',
    looked:
      'One project met -230, “User has not interacted with the OA in the past 7 days” ([note](https://github.com/khoicodedao/Poto_platform/blob/main/docs/FIX_ERROR_230.md)); not in Zalo’s pages, nor in partners’ lists of its errors as far as they could be read.',
    meanwhile: '48 hours and 8 messages, which is stricter. -230 is taken for a closed window.',
  },
  {
    channel: 'LINE',
    question: 'How long a reply token lives',
    looked: 'LINE says that it becomes invalid after a certain time; projects report 30 seconds to a minute.',
    meanwhile: 'Reply tokens are not used: every message is a push and counts.',
  },
  {
    channel: 'LINE',
    question: 'The length of a button’s label',
    looked: 'Not in LINE’s own words.',
    meanwhile: '20 characters, unverified.',
  },
  {
    channel: 'SMS',
    question: 'Whether the FCC has decided that consent lifts the quiet hours',
    looked:
      'The petition of 2025-03-03 was commented until 2025-04-25 ([Mondaq](https://www.mondaq.com/unitedstates/telecoms-mobile-cable-communications/1604586/telephone-and-texting-compliance-news-regulatory-update-fcc-seeks-comment-on-petitions-focused-on-quiet-hour-and-utility-robocalling-rules)) and opposed later; no decision was found.',
    meanwhile: 'Consent lifts nothing: no marketing from 21:00 to 8:00 where the recipient lives.',
  },
  {
    channel: 'SMS',
    question: 'What Twilio’s pages of 30001, 30002, 30004, 30005, 30007, 30008 and 30034 say',
    looked:
      'The pages exist and were not seen; several partners’ lists agree on what the codes mean, none of them on 30034.',
    meanwhile: 'Explained, with confidence unverified.',
  },
  {
    channel: 'KakaoTalk',
    question: 'The rules of consultation talk, and the length of a button’s name',
    looked: 'Not found.',
    meanwhile: 'No free text, templates only.',
  },
  {
    channel: 'Slack, Apple Messages',
    question: 'Sizes of attachments',
    looked: 'Not found.',
    meanwhile: 'No limit is shown.',
  },
];

/** What is open, where it was looked for, and what is done meanwhile. */
export function openQuestionsTable(): string {
  const intro = `Last looked for on ${LOOKED_ON}, in providers’ pages, their partners’, issues and public code. Whoever finds an answer adds it to the rule with its source and takes the line away.`;
  return `${intro}\n\n${table(
    ['channel', 'question', 'what was found', 'what we do meanwhile'],
    OPEN_QUESTIONS.map(({ channel, question, looked, meanwhile }) => [channel, question, looked, meanwhile]),
  )}`;
}
