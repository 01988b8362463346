// Generated from policy/channels by `npm run generate`. Do not edit.

/** What the rules note, in German, by its English. */
export const germanNotes: Readonly<Record<string, string>> = {
  'In rare cases WhatsApp refuses an answer although the window is open.':
    'In seltenen Fällen lehnt WhatsApp eine Antwort ab, obwohl das Fenster offen ist.',
  'WhatsApp asks for an opt-in before a business writes outside the window.':
    'WhatsApp verlangt eine Einwilligung, bevor ein Unternehmen außerhalb des Fensters schreibt.',
  'Meta’s messaging limit for 24 hours is reached.': 'Metas Nachrichtengrenze für 24 Stunden ist erreicht.',
  'Meta held marketing to this contact back.': 'Meta hat Werbung an diesen Kontakt zurückgehalten.',
  'After a click-to-Messenger ad Meta allows up to 7 days; 24 hours is what is certain.':
    'Nach einer Click-to-Messenger-Anzeige erlaubt Meta bis zu 7 Tage; sicher sind 24 Stunden.',
  'After a click-to-Direct ad Meta allows up to 7 days; 24 hours is what is certain.':
    'Nach einer Click-to-Direct-Anzeige erlaubt Meta bis zu 7 Tage; sicher sind 24 Stunden.',
  'Sources disagree whether Viber counts the 24 hours from the first or the last message; it can cost a fee, never the permission.':
    'Quellen sind uneins, ob Viber die 24 Stunden ab der ersten oder der letzten Nachricht zählt; das kann etwas kosten, aber nie die Erlaubnis.',
  'A payment opens the window for service accounts only.':
    'Eine Zahlung öffnet das Fenster nur bei Servicekonten.',
  'A visitor who has left the site sees the message only on the next visit.':
    'Wer die Website verlassen hat, sieht die Nachricht erst beim nächsten Besuch.',
  'It is between 21:00 and 8:00 where the recipient lives; consider waiting.':
    'Beim Empfänger ist es zwischen 21:00 und 8:00 Uhr; besser wäre zu warten.',
  'Subscription mail needs List-Unsubscribe and List-Unsubscribe-Post headers under a DKIM signature, honoured within 48 hours.':
    'Abonnement-Mails brauchen die Kopfzeilen List-Unsubscribe und List-Unsubscribe-Post unter einer DKIM-Signatur; Abmeldungen gelten binnen 48 Stunden.',
  'Notifications about accounts and transactions need the notice Apple prescribes and a way to unsubscribe.':
    'Benachrichtigungen zu Konten und Vorgängen brauchen den von Apple vorgeschriebenen Hinweis und eine Abmeldemöglichkeit.',
  'X delivers only to people who follow the account or take messages from everybody; nobody can ask beforehand.':
    'X stellt nur Menschen zu, die dem Konto folgen oder Nachrichten von allen annehmen; vorab lässt sich das nicht erfragen.',
  'Discord may refuse a direct message by the member’s settings; nobody can ask beforehand.':
    'Discord kann eine Direktnachricht wegen der Einstellungen des Mitglieds ablehnen; vorab lässt sich das nicht erfragen.',
};
