import type { SurveyReason } from '../../store/database.js';
import type { Language } from '../wire.js';
import type { SurveyRules } from './survey-rules.js';

interface Words {
  readonly question: string;
  /** Of an e-mail. */
  readonly subject: string;
  /** What opens the answers where they stand in a list; WhatsApp takes 20 characters. */
  readonly listLabel: string;
  /** The answers of a scale of five, the worst first; 20 characters at most. */
  readonly five: readonly [string, string, string, string, string];
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    question: 'How satisfied are you with our help?',
    subject: 'How satisfied are you?',
    listLabel: 'Answer',
    five: ['very bad', 'bad', 'okay', 'good', 'very good'],
  },
  de: {
    question: 'Wie zufrieden sind Sie mit unserer Hilfe?',
    subject: 'Wie zufrieden sind Sie?',
    listLabel: 'Antworten',
    five: ['sehr schlecht', 'schlecht', 'mittel', 'gut', 'sehr gut'],
  },
};

/** The language in which a contact is asked. */
export function languageFor(contactLanguage: string | null, { language }: SurveyRules): Language {
  const [base] = (contactLanguage ?? '').toLowerCase().split(/[-_]/);
  return base === 'en' || base === 'de' ? base : language;
}

export const questionIn = (language: Language, { question }: SurveyRules): string =>
  question[language] ?? WORDS[language].question;

export const subjectIn = (language: Language): string => WORDS[language].subject;
export const listLabelIn = (language: Language): string => WORDS[language].listLabel;

/** What a score says, e.g. `5 – very good`; on other scales than of five only its ends have words. */
export function labelOf(score: number, scale: number, language: Language): string {
  const { five } = WORDS[language];
  const words =
    scale === five.length ? five[score - 1] : score === 1 ? five[0] : score === scale ? five[4] : null;
  return words ? `${score} – ${words}` : String(score);
}

const days = (ms: number, one: string, many: string): string => {
  const number = Math.round((ms / 86_400_000) * 10) / 10;
  return `${number} ${number === 1 ? one : many}`;
};

/** Why a survey is not sent, apart from what channels and providers forbid. */
export const REASONS = {
  cooldown: (ms: number): SurveyReason => ({
    code: 'cooldown',
    en: `The contact was asked less than ${days(ms, 'day', 'days')} ago.`,
    de: `Der Kontakt wurde vor weniger als ${days(ms, 'Tag', 'Tagen')} schon gefragt.`,
  }),
  reopened: (): SurveyReason => ({
    code: 'reopened',
    en: 'The conversation was opened again before the survey was due.',
    de: 'Die Unterhaltung wurde wieder geöffnet, bevor die Umfrage fällig war.',
  }),
  noChannel: (): SurveyReason => ({
    code: 'no_channel',
    en: 'The contact has no address on any channel.',
    de: 'Der Kontakt hat auf keinem Kanal eine Adresse.',
  }),
  notAvailable: (): SurveyReason => ({
    code: 'channel_not_available',
    en: 'The gateway cannot send through any account that has the contact’s address.',
    de: 'Über kein Konto, das eine Adresse des Kontakts hat, kann das Gateway senden.',
  }),
  noPage: (): SurveyReason => ({
    code: 'no_public_url',
    en: 'The channel has no buttons, and without PUBLIC_URL the gateway cannot link to the page of the survey.',
    de: 'Der Kanal hat keine Knöpfe, und ohne PUBLIC_URL kann das Gateway nicht auf die Umfrageseite verweisen.',
  }),
  frequencyCapped: (): SurveyReason => ({
    code: 'frequency_capped',
    en: 'The contact has got as many messages as the workspace allows for now.',
    de: 'Der Kontakt hat vorerst so viele Nachrichten bekommen, wie der Arbeitsbereich erlaubt.',
  }),
} as const;
