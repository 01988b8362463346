import { ALWAYS, type ChannelRules, dated, type Rule } from '../rule.js';
import type { CompactRule } from './expand.js';

/** German stands in `explain/`, which not every bundle carries. */
const GERMAN = 'de';

/**
 * The TypeScript of a compact file: the rules of a preset without their documentation, which is two thirds of their
 * weight, as one constant a channel, so that a bundler can drop the others.
 */
export function compactFile(channels: readonly ChannelRules[]): string {
  return [
    '// Generated from policy/channels by `npm run generate`. Do not edit.',
    "import { expand } from './expand.js';",
    '',
    ...channels.map(constantOf),
    `export const everyChannel = [${channels.map(nameOf).join(', ')}];`,
    '',
  ].join('\n');
}

/** Notes and undated prices never decide, so that nobody is shown their source. */
export function compactRule(prefix: string, rule: Rule): CompactRule {
  const { id, says, source, validFrom, validTo } = dated(rule);
  const shown = !('note' in says) && !('price' in says && validFrom === ALWAYS);
  const whole = [
    id.slice(prefix.length),
    says,
    shown ? source : '',
    validFrom === ALWAYS ? null : validFrom,
    validTo,
  ] as const;
  const used = whole.findLastIndex((part) => part !== null && part !== '') + 1;
  return whole.slice(0, used) as unknown as CompactRule;
}

/** What all ids of a channel begin with: `whatsapp.`, `respond_io.whatsapp.`. */
export function prefixOf({ channel, rules }: ChannelRules): string {
  const { id } = rules[0]!;
  return id.slice(0, id.indexOf(`${channel}.`) + channel.length + 1);
}

function constantOf(channel: ChannelRules): string {
  const prefix = prefixOf(channel);
  const rules = channel.rules.map((rule) => `  ${JSON.stringify(compactRule(prefix, rule), withoutGerman)},`);
  const before = prefix.slice(0, -`${channel.channel}.`.length);
  const last = before === '' ? '' : `, '${before}'`;
  return `export const ${nameOf(channel)} = /* @__PURE__ */ expand('${channel.channel}', [\n${rules.join('\n')}\n]${last});\n`;
}

function nameOf({ channel }: ChannelRules): string {
  return channel.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function withoutGerman(key: string, value: unknown): unknown {
  return key === GERMAN ? undefined : value;
}

/** The TypeScript of the rules' notes in German, by their English. */
export function germanNotesFile(channels: readonly ChannelRules[]): string {
  const german: Record<string, string> = {};
  JSON.stringify(channels, (_key, value: unknown) => {
    if (isTranslated(value)) german[value.text] = value.de;
    return value;
  });
  return [
    '// Generated from policy/channels by `npm run generate`. Do not edit.',
    '',
    '/** What the rules note, in German, by its English. */',
    `export const germanNotes: Readonly<Record<string, string>> = ${JSON.stringify(german, null, 2)};`,
    '',
  ].join('\n');
}

function isTranslated(value: unknown): value is { readonly text: string; readonly de: string } {
  return typeof value === 'object' && value !== null && 'text' in value && GERMAN in value;
}
