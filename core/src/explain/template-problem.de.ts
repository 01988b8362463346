import type { TemplateWords } from '../message/template-problem.js';

/** What is said about templates, in German. Places stand in the accusative, as after "in". */
export const germanTemplateWords: TemplateWords = {
  sentences: {
    template_not_approved: 'Die Vorlage muss genehmigt sein, sie ist {status}.',
    language_differs: 'Die Vorlage muss in der Sprache {language} sein, sie ist in {actual}.',
    category_not_allowed: 'Keine Form, die jetzt erlaubt ist, nimmt eine Vorlage der Kategorie {category}.',
    variables_mixed: 'Variablen müssen entweder alle Nummern oder alle Namen sein, hier sind es {names}.',
    variables_not_contiguous: 'Nummerierte Variablen müssen von 1 an zählen, hier sind es {names}.',
    variable_missing: 'Die Variable {name} braucht einen Wert.',
    variable_empty: 'Die Variable {name} darf nicht leer sein.',
    variable_unknown: 'Die Vorlage hat keine Variable {name}, nur {names}.',
    'variable_unknown.none': 'Die Vorlage hat keine Variable {name} und auch keine andere.',
    variable_not_allowed: 'In {place} darf keine Variable gesetzt werden.',
    too_many_variables: 'In {place} passt höchstens eine Variable, es sind {count}.',
    line_break:
      'Die Variable {name} darf keinen Zeilenumbruch, keinen Tabulator und höchstens 4 Leerzeichen in Folge haben.',
    'line_break.subject': 'Der Betreff muss in einer Zeile stehen.',
    'variable_malformed.file':
      'Die Variable {name} muss die https-Adresse einer Datei sein oder die Kennung einer Datei, die der Anbieter hat.',
    'variable_malformed.latitude': 'Die Variable {name} muss eine Zahl von -90 bis 90 sein.',
    'variable_malformed.longitude': 'Die Variable {name} muss eine Zahl von -180 bis 180 sein.',
    'empty.subject': 'Der Betreff darf nicht leer sein.',
    'empty.body': 'Der Text darf nicht leer sein.',
    too_long: 'In {place} passen höchstens {max} {unit}, mit den Werten sind es {length}.',
    too_many_buttons: {
      one: 'Höchstens {max} Schaltfläche passt, die Vorlage hat {count}.',
      other: 'Höchstens {max} Schaltflächen passen, die Vorlage hat {count}.',
    },
    'too_many_buttons.kind': {
      one: 'Höchstens {max} Schaltfläche der Art {kind} passt, die Vorlage hat {count}.',
      other: 'Höchstens {max} Schaltflächen der Art {kind} passen, die Vorlage hat {count}.',
    },
  },
  terms: {
    place: {
      header: 'die Kopfzeile',
      subject: 'den Betreff',
      body: 'den Text',
      footer: 'die Fußzeile',
      button: 'den Text der Schaltfläche {number}',
      link: 'den Link der Schaltfläche {number}',
    },
    unit: { characters: 'Zeichen', graphemes: 'Zeichen', bytes: 'Byte' },
    status: {
      pending: 'noch in Prüfung',
      rejected: 'abgelehnt',
      paused: 'pausiert',
      disabled: 'abgeschaltet',
    },
    category: { marketing: 'Marketing', utility: 'Utility', authentication: 'Authentifizierung' },
    kind: {
      url: 'Link',
      phone_number: 'Telefonnummer',
      copy_code: 'Code kopieren',
    },
  },
};
