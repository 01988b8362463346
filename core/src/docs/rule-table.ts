import { channelName } from '../explain/explain.js';
import { ALWAYS, type ChannelRules, type Rule } from '../policy/rule.js';
import { rulebook } from '../policy/rulebook.js';
import { CHANNELS, type Channel } from '../policy/types.js';
import { attachmentsTable, keywordsTable, lengthsTable } from './limits-table.js';
import { table } from './markdown.js';
import { openQuestionsTable } from './open-questions.js';
import { sayFormBriefly, sayRule, spansOf } from './say-rule.js';

/** `docs/channels.md`: every rule of every preset, written out of the data. */
export function rulesDocument(): string {
  return `${[
    '# Channel rules',
    '<!-- Generated from core/src/policy by `npm run generate`. Do not edit. -->',
    INTRODUCTION,
    EVERY_CHANNEL,
    '## The two presets side by side',
    presetTable(),
    ...CHANNELS.map(channelSection),
    '## Lengths',
    LENGTHS,
    lengthsTable(),
    '## Attachments',
    ATTACHMENTS,
    attachmentsTable(),
    '## Opt-out words',
    KEYWORDS,
    keywordsTable(),
    '## Open questions',
    openQuestionsTable(),
    '## Preset `respond-io`',
    'The table of the article “How to send outbound support messages” of 26 November 2024 to the letter. Channels it does not name keep the rules above.',
    ...CHANNELS.filter((channel) => rulesOf('respond-io', channel) !== null).map(respondIoSection),
  ].join('\n\n')}\n`;
}

/** One line a channel: both presets. The README shows it between its markers. */
export function presetTable(): string {
  return table(
    [
      'channel',
      'free text (`current`)',
      'otherwise (`current`)',
      'free text (`respond-io`)',
      'otherwise (`respond-io`)',
    ],
    CHANNELS.map((channel) => [
      channelName(channel),
      windowIn('current', channel),
      formsIn('current', channel),
      ...(rulesOf('respond-io', channel) === null
        ? ['as `current`', 'as `current`']
        : [windowIn('respond-io', channel), formsIn('respond-io', channel)]),
    ]),
  );
}

const INTRODUCTION = `Each line is one rule of the preset \`current\` unless it says otherwise. Dates are days from midnight UTC, the first included, the last not; “–” is open. *Confidence* is how much the first source is worth: **high** is the provider’s own page, **medium** two third parties or one that quotes the provider, **low** one weak source, **unverified** none that says so. *Checked* is the last day on which somebody read the sources and they still said so.

Where sources disagree the stricter one is followed, and the note says so. “Open” is never a guarantee: providers refuse for reasons of their own.`;

const EVERY_CHANNEL = `## Every channel

These rules are ours and hold everywhere; their ids are \`common.consent\` and \`common.valid_request\`.

- Nothing is sent to a contact who blocked us, nor what an opt-out covers: everything, unless the channel says otherwise.
- A window is open while \`now < last act + length\`; exactly at its end it is closed.
- A last act whose time cannot be read, or lies in the future, is never open.
- A question that cannot be understood is blocked, with the field named in a note.
- An unknown fact about the account never allows more than a known one, with two exceptions: a LINE plan of unknown size is open, because LINE itself answers when it is used up, and a TikTok account of unknown region is taken as one that could be connected.
- The window belongs to the contact and our sender account, never to a conversation.`;

const LENGTHS =
  'Characters are UTF-16 code units, of which no text has fewer than code points; graphemes are what a reader takes for one character. “–” means that no limit is known. In templates of WhatsApp a header and a link take one variable, footers and buttons none, and a value no line break, no tab and at most four spaces in a row; at most two links, one number to call and one code to copy fit. A template of LINE is held to its limits when it has buttons, otherwise it is plain text. The header of an e-mail is its subject: one line, not empty.';

const ATTACHMENTS =
  'A kind that is not named cannot be sent. Channels that are not named have no limits that a source gives: on e-mail the receiving server decides and says so (5.2.3, 5.3.4). 1 MB is a million bytes.';

const KEYWORDS =
  'A message that is nothing but one of these words is obeyed by the carrier or provider. In law an opt-out in other words counts as well.';

function channelSection(channel: Channel): string {
  const policy = rulesOf('current', channel)!;
  return `## ${channelName(channel)}\n\n${rulesTable(policy)}${notesOf(policy)}`;
}

function respondIoSection(channel: Channel): string {
  const policy = rulesOf('respond-io', channel)!;
  return `### ${channelName(channel)}\n\n${rulesTable(policy)}${notesOf(policy)}`;
}

function rulesTable({ rules }: ChannelRules): string {
  return table(
    ['rule', 'from', 'until', 'says', 'sources', 'confidence', 'checked'],
    rules.map((rule) => [
      `\`${rule.id}\``,
      rule.validFrom === ALWAYS ? '–' : rule.validFrom,
      rule.validTo ?? '–',
      sayRule(rule.says),
      sourcesOf(rule),
      rule.sources[0].confidence,
      rule.checkedOn,
    ]),
  );
}

function sourcesOf({ sources }: Rule): string {
  return sources
    .map(({ title, url, saysOn }) => `[${title}](${url})${saysOn === null ? '' : ` (${saysOn})`}`)
    .join('<br>');
}

function notesOf({ rules }: ChannelRules): string {
  const notes = rules.flatMap((rule) => (rule.notes ?? []).map((note) => `- \`${rule.id}\`: ${note}`));
  return notes.length === 0 ? '' : `\n\n${notes.join('\n')}`;
}

type PresetId = keyof typeof rulebook;

/** Null: the preset has no rules of its own for the channel. */
function rulesOf(preset: PresetId, channel: Channel): ChannelRules | null {
  return rulebook[preset].find((rules) => rules.channel === channel) ?? null;
}

/** What the latest rule of a kind says. */
function latest<K extends string>(preset: PresetId, channel: Channel, key: K) {
  const rules = rulesOf(preset, channel)?.rules ?? [];
  return rules.filter(({ says }) => key in says && !('accounts' in says)).at(-1)?.says;
}

function windowIn(preset: PresetId, channel: Channel): string {
  const says = latest(preset, channel, 'window');
  return says !== undefined && 'window' in says ? spansOf(says.window).replace(/^free text /, '') : '';
}

function formsIn(preset: PresetId, channel: Channel): string {
  const says = latest(preset, channel, 'forms');
  if (says !== undefined && 'forms' in says) return [...new Set(says.forms.map(sayFormBriefly))].join(', ');
  return windowIn(preset, channel) === 'at any time' ? '' : 'nothing until the contact acts';
}
