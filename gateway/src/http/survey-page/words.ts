import type { Language } from '../../app/wire.js';

interface Words {
  readonly title: string;
  readonly comment: string;
  readonly optional: string;
  readonly send: string;
  readonly chooseOne: string;
  readonly tooLong: string;
  readonly thanks: string;
  readonly already: string;
  readonly over: string;
  readonly unknown: string;
  readonly unknownHelp: string;
}

/** What the page of a survey says, for the customer. */
export const PAGE_WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Survey',
    comment: 'Would you like to tell us more?',
    optional: 'optional',
    send: 'Send answer',
    chooseOne: 'Please choose one of the answers.',
    tooLong: 'Please shorten your comment to 2,000 characters.',
    thanks: 'Thank you. Your answer has been saved.',
    already: 'This survey has already been answered. The first answer counts.',
    over: 'This survey has ended, so it cannot be answered any more.',
    unknown: 'There is no such survey',
    unknownHelp: 'Please check that you have opened the whole link.',
  },
  de: {
    title: 'Umfrage',
    comment: 'Möchten Sie uns noch etwas sagen?',
    optional: 'freiwillig',
    send: 'Antwort senden',
    chooseOne: 'Bitte wählen Sie eine der Antworten.',
    tooLong: 'Bitte kürzen Sie Ihren Kommentar auf 2.000 Zeichen.',
    thanks: 'Vielen Dank. Ihre Antwort ist gespeichert.',
    already: 'Diese Umfrage ist schon beantwortet. Die erste Antwort zählt.',
    over: 'Diese Umfrage ist beendet und kann nicht mehr beantwortet werden.',
    unknown: 'Diese Umfrage gibt es nicht',
    unknownHelp: 'Bitte prüfen Sie, ob Sie den ganzen Link geöffnet haben.',
  },
};
