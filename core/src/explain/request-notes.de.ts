/** What `fieldNote` says was wrong with a question, in German, by its English. */
const GERMAN: Readonly<Record<string, string>> = {
  'request must be an object.': 'request muss ein Objekt sein.',
  'purpose must be support, csat, vip_update or marketing.':
    'purpose muss support, csat, vip_update oder marketing sein.',
  'sender must be human or automation.': 'sender muss human oder automation sein.',
  'window must be an object, empty when the contact never wrote.':
    'window muss ein Objekt sein, ein leeres, wenn der Kontakt nie geschrieben hat.',
  'window must be a count from 0 and a known opener, or neither.':
    'window muss eine Anzahl ab 0 und einen bekannten opener haben oder keins davon.',
  'at must be epoch milliseconds or ISO 8601 text with an offset.':
    'at muss in Millisekunden seit 1970 oder als ISO-8601-Text mit Zeitversatz gegeben sein.',
  'account.monthlyQuota and monthlySent must be numbers from 0.':
    'account.monthlyQuota und monthlySent müssen Zahlen ab 0 sein.',
};

/** The one that names something of the caller’s. */
const CHANNEL = /^channel must be a channel of the preset (.+)\.$/;

export function germanRequestNote(text: string): string | undefined {
  const preset = CHANNEL.exec(text)?.[1];
  return preset === undefined ? GERMAN[text] : `channel muss ein Kanal des Presets ${preset} sein.`;
}
