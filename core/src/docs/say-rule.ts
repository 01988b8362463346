import { duration } from '../explain/format.js';
import type {
  ConsentThen,
  ExcludeThen,
  FormThen,
  QuietHoursThen,
  Says,
  Span,
  WindowThen,
} from '../policy/rule.js';
import type { Way } from '../policy/types.js';

/** What a rule says, as a phrase for a table. */
export function sayRule(says: Says): string {
  if ('window' in says) return sayWindow(says);
  if ('forms' in says) return says.forms.length === 0 ? 'no other form' : says.forms.map(sayForm).join('; ');
  if ('consent' in says) return sayConsent(says.consent);
  if ('exclude' in says) return sayExclusion(says.exclude);
  if ('quietHours' in says) return sayQuietHours(says.quietHours);
  if ('monthlyQuota' in says) return 'no more messages than the plan has for the month, unless it sells more';
  if ('recipientLimit' in says) {
    const { max } = says.recipientLimit;
    const most = max === undefined ? '' : `, and never more than ${max.toLocaleString('en')}`;
    return `outside their windows only as many people in 24 hours as the messaging limit has${most}`;
  }
  if ('marketingCap' in says)
    return `no marketing outside the window for ${duration(says.marketingCap.lasts, 'en')} after the provider refused it to a contact`;
  if ('price' in says) {
    const { open, outside, freeEntryPoint } = says.price;
    const ad = freeEntryPoint === true ? '; free while a free entry point runs' : '';
    return `price: ${open.kind} (${open.reason}) while open, ${outside.kind} (${outside.reason}) otherwise${ad}`;
  }
  return `note \`${says.note.code}\`: ${says.note.text}`;
}

function sayWindow({ window, firstContact, accounts }: WindowThen): string {
  const who = accounts === undefined ? '' : ` (accounts with \`${accounts}\`)`;
  const first = firstContact === 'refused' ? '; nobody can be written to first' : '';
  return `${spansOf(window)}${who}${first}`;
}

/** E.g. "free text for 48 hours and 5 messages after message". */
export function spansOf(window: WindowThen['window']): string {
  if (window === 'none') return 'free text at any time';
  if (window === 'template_only') return 'no free text, templates only';
  const spans = Object.entries(window) as [string, Span][];
  const sayings = [...new Set(spans.map(([, span]) => saySpan(span)))];
  const parts = sayings.map(
    (saying) =>
      `${saying} after ${spans
        .filter(([, span]) => saySpan(span) === saying)
        .map(([opener]) => opener)
        .join(', ')}`,
  );
  return `free text for ${parts.join('; ')}`;
}

function saySpan({ lasts, max }: Span): string {
  return max === undefined ? duration(lasts, 'en') : `${duration(lasts, 'en')} and ${max} messages`;
}

/** E.g. "`HUMAN_AGENT` by a person, within 7 days". */
export function sayForm(form: FormThen): string {
  const conditions = [
    form.sender && (form.sender === 'human' ? 'by a person' : 'by an automation'),
    form.within !== undefined && `within ${duration(form.within, 'en')}`,
    form.needs && `with \`${form.needs}\``,
    form.purposes && `for ${form.purposes.join(', ')}`,
    form.onlyCountries && `to ${form.onlyCountries.join(', ')}`,
    form.exceptCountries && `not to ${form.exceptCountries.join(', ')}`,
    form.allowance && sayAllowance(form.allowance),
    form.insideToo === true && 'inside the window too',
  ].filter((condition) => typeof condition === 'string');
  return [sayWay(form.way), ...conditions].join(', ');
}

/** The same without what only details ask for, e.g. "`HUMAN_AGENT` by a person within 7 days". */
export function sayFormBriefly({ way, sender, within, allowance }: FormThen): string {
  const words = [
    way.form === 'template' ? 'approved template' : sayWay(way),
    sender === 'human' && 'by a person',
    within !== undefined && `within ${duration(within, 'en')}`,
    allowance && `(${allowance.perMonth.toLocaleString('en')} free a month)`,
  ];
  return words.filter((word) => typeof word === 'string').join(' ');
}

function sayAllowance({ perMonth, accountsCreatedBefore }: NonNullable<FormThen['allowance']>): string {
  const whose =
    accountsCreatedBefore === undefined ? '' : ` for accounts from before ${accountsCreatedBefore}`;
  return `${perMonth.toLocaleString('en')} free a month${whose}, then the commercial terms must be accepted`;
}

function sayWay(way: Way): string {
  if (way.form === 'tag') return `\`${way.tag}\``;
  return way.form === 'template' ? `template (${way.categories.join(', ')})` : way.form.replace('_', ' ');
}

function sayConsent({ optOutCovers, marketingNeedsOptIn, threadDeletionEnds }: ConsentThen): string {
  const covers = optOutCovers === 'everything' ? 'everything' : optOutCovers.join(', ');
  return [
    `an opt-out stops ${covers}`,
    marketingNeedsOptIn === true && 'marketing needs consent',
    threadDeletionEnds === true && 'a deleted conversation cannot be written to',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}

function sayExclusion({ purposes, recipientCountries, accountRegions }: ExcludeThen): string {
  const what = purposes === undefined ? 'nothing' : `no ${purposes.join(', ')}`;
  const where = [
    recipientCountries && `to recipients in ${recipientCountries.join(' ')}`,
    accountRegions && `from accounts in ${accountRegions.join(' ')}`,
  ].filter((part) => typeof part === 'string');
  return `${what} ${where.join(' or ')}`;
}

function sayQuietHours({ from, to, zone, purposes, countries, advice }: QuietHoursThen): string {
  const clock = zone === 'recipient' ? 'by the recipient’s clock' : `by the clock of ${zone}`;
  const whom = countries === undefined ? '' : `, recipients in ${countries.join(' ')} or an unknown country`;
  return `no ${purposes.join(', ')} from ${from} to ${to} ${clock}${whom}${advice === undefined ? '' : '; advice for others'}`;
}
