import type { FailureText } from './row.js';

/** What several providers' errors ask for. */

export const CHOOSE_ANOTHER: FailureText = {
  en: 'Choose another channel.',
  de: 'Wählen Sie einen anderen Kanal.',
};
export const UNTIL_WRITES: FailureText = {
  en: 'Choose another channel, or wait until the customer writes.',
  de: 'Wählen Sie einen anderen Kanal, oder warten Sie, bis der Kunde schreibt.',
};
export const SEND_TEMPLATE: FailureText = {
  en: 'Send an approved template, or wait until the customer writes.',
  de: 'Senden Sie eine genehmigte Vorlage, oder warten Sie, bis der Kunde schreibt.',
};
export const OTHER_TEMPLATE: FailureText = {
  en: 'Choose another template.',
  de: 'Wählen Sie eine andere Vorlage.',
};
export const CHECK_VALUES: FailureText = {
  en: 'Check the values of the template’s variables.',
  de: 'Prüfen Sie die Werte der Vorlagenvariablen.',
};
export const CHECK_NUMBER: FailureText = {
  en: 'Check the contact’s number, or choose another channel.',
  de: 'Prüfen Sie die Nummer des Kontakts, oder wählen Sie einen anderen Kanal.',
};
export const SHORTEN: FailureText = { en: 'Shorten it.', de: 'Kürzen Sie sie.' };
export const REWORD: FailureText = {
  en: 'Word it otherwise, or choose another channel.',
  de: 'Formulieren Sie sie anders, oder wählen Sie einen anderen Kanal.',
};
export const CHECK_ATTACHMENT: FailureText = {
  en: 'Check the type and size of the attachment.',
  de: 'Prüfen Sie Art und Größe des Anhangs.',
};
export const NEW_TOKEN: FailureText = {
  en: 'The operator must renew the access of this account.',
  de: 'Der Betreiber muss den Zugang dieses Kontos erneuern.',
};
export const CHECK_ACCOUNT: FailureText = {
  en: 'The operator must check the settings of this account.',
  de: 'Der Betreiber muss die Einstellungen dieses Kontos prüfen.',
};
export const ASK_PROVIDER: FailureText = {
  en: 'The operator must ask the provider.',
  de: 'Der Betreiber muss sich an den Anbieter wenden.',
};
export const ASK_META: FailureText = {
  en: 'The operator must ask Meta.',
  de: 'Der Betreiber muss sich an Meta wenden.',
};
export const REPORT: FailureText = {
  en: 'Report it to the operator.',
  de: 'Melden Sie es dem Betreiber.',
};
export const ASK_FIRST: FailureText = {
  en: 'Look whether it arrived before you send it again.',
  de: 'Sehen Sie nach, ob sie angekommen ist, bevor Sie sie noch einmal senden.',
};

/** "Telegram takes no more messages for the moment." */
export function tooFast(provider: string): FailureText {
  return {
    en: `${provider} takes no more messages for the moment.`,
    de: `${provider} nimmt im Moment keine weiteren Nachrichten an.`,
  };
}

/** "Telegram does not accept our access." */
export function noAccess(provider: string): FailureText {
  return {
    en: `${provider} does not accept our access data.`,
    de: `${provider} erkennt unsere Zugangsdaten nicht an.`,
  };
}

export function notUnderstood(provider: string): FailureText {
  return {
    en: `${provider} did not understand the message.`,
    de: `${provider} hat die Nachricht nicht verstanden.`,
  };
}

export function brokeOff(provider: string): FailureText {
  return {
    en: `${provider} broke off with an error; nobody can tell whether the message went out.`,
    de: `${provider} hat mit einem Fehler abgebrochen; niemand kann sagen, ob die Nachricht hinausging.`,
  };
}

export function tooLong(provider: string): FailureText {
  return {
    en: `The message is too long for ${provider}.`,
    de: `Die Nachricht ist zu lang für ${provider}.`,
  };
}
