import { channelName } from '../explain/explain.js';
import {
  attachmentLimits,
  KEYWORDS,
  type LengthLimit,
  type MessageLimits,
  messageLimits,
} from '../message/index.js';
import { CHANNELS, type Channel } from '../policy/types.js';
import { table } from './markdown.js';

/** What fits into one message of each channel and form. */
export function lengthsTable(): string {
  const rows = CHANNELS.flatMap((channel) => {
    const plain = messageLimits(channel);
    const template = messageLimits(channel, 'template');
    const same = JSON.stringify(plain) === JSON.stringify(template);
    return [
      lengthsRow(channel, 'free text', plain),
      ...(same ? [] : [lengthsRow(channel, 'template', template)]),
    ];
  });
  return table(['channel', 'form', 'text', 'header', 'footer', 'button'], rows);
}

function lengthsRow(
  channel: Channel,
  form: string,
  { text, textBelowHeader, header, footer, button, buttons }: MessageLimits,
): string[] {
  const below = textBelowHeader === null ? '' : `; below a header ${sayLimit(textBelowHeader)}`;
  const each = `${sayLimit(button)}${buttons === null ? '' : `, at most ${buttons}`}`.replace(/^–, /, '');
  return [channelName(channel), form, `${sayLimit(text)}${below}`, sayLimit(header), sayLimit(footer), each];
}

/** What may be attached on each channel that a source speaks of. */
export function attachmentsTable(): string {
  const rows = CHANNELS.flatMap((channel) => {
    const limits = attachmentLimits(channel);
    if (limits === null) return [];
    const kinds = Object.entries(limits.kinds).map(([kind, { types, bytes }]) => {
      const which = types === null ? '' : ` (${types.join(', ')})`;
      return `${kind} ${bytes === null ? 'of any size' : megabytes(bytes)}${which}`;
    });
    const total = limits.total === undefined ? '' : `, ${megabytes(limits.total)} together`;
    return [
      [
        channelName(channel),
        kinds.join('<br>'),
        `${limits.count}${total}`,
        sayLimit(limits.caption),
        `[source](${limits.source})`,
        limits.confidence,
      ],
    ];
  });
  return table(['channel', 'each at most', 'in one message', 'caption', 'source', 'confidence'], rows);
}

/** Words that opt out and in. */
export function keywordsTable(): string {
  return table(
    ['channel', 'stops', 'starts', 'asks for help', 'source', 'confidence'],
    Object.entries(KEYWORDS).map(([channel, { stop, start, help, source, confidence }]) => [
      channelName(channel as Channel),
      stop.join(', '),
      start.join(', '),
      help.join(', ') || '–',
      `[source](${source})`,
      confidence,
    ]),
  );
}

function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}

function sayLimit(limit: LengthLimit | null): string {
  if (limit === null) return '–';
  return `[${limit.max} ${limit.unit}](${limit.source}) (${limit.confidence})`;
}
