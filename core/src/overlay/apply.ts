import { dateToEpoch } from '../policy/instant.js';
import { type ChannelPolicy, channelPolicy, definePreset, type PolicyPreset } from '../policy/preset.js';
import { ALWAYS, type DatedRule, type FormThen, type Says, type Span, stemOf } from '../policy/rule.js';
import type { Opener } from '../policy/types.js';
import { allowsMore } from './allows-more.js';
import type { Overlay, OverlayRule } from './schema.js';

export interface OverlayProblem {
  /** Where in the file, e.g. `rules[0].says.window.message.lasts`. */
  readonly path: string;
  /** What would be right, and what came. */
  readonly message: string;
}

/** Lays the rules of a valid overlay over a preset. */
export function apply(overlay: Overlay, base: PolicyPreset): PolicyPreset | readonly OverlayProblem[] {
  const problems: OverlayProblem[] = [];
  const policies: ChannelPolicy[] = [];
  for (const policy of Object.values(base.channels)) {
    const margin = overlay.safetyMargin;
    let rules = margin === undefined ? policy.rules : policy.rules.map((rule) => shortened(rule, margin));
    overlay.rules.forEach((rule, index) => {
      if (rule.channel !== policy.channel) return;
      const found = problemsOf(rule, rules, `rules[${index}]`);
      problems.push(...found);
      if (found.length === 0) rules = withRule(rules, rule, overlay.id);
    });
    try {
      policies.push(channelPolicy(policy.channel, rules));
    } catch (error) {
      // Two rules that answer one question: the compiler names them.
      problems.push({ path: 'rules', message: error instanceof Error ? error.message : String(error) });
    }
  }
  return problems.length > 0 ? problems : definePreset(overlay.id, ...policies);
}

function problemsOf(rule: OverlayRule, rules: readonly DatedRule[], path: string): OverlayProblem[] {
  const stem = rule.replaces;
  if (stem === undefined)
    return mayBeAdded(rule)
      ? []
      : [{ path: `${path}.replaces`, message: `must name the rule of ${rule.channel} whose place it takes` }];
  const replaced = rules.filter((one) => stemOf(one.id) === stem && overlaps(one, rule));
  if (replaced.length === 0) {
    const stems = [...new Set(rules.map((one) => stemOf(one.id)))].join(', ');
    return [
      {
        path: `${path}.replaces`,
        message: `must be a rule of ${rule.channel} that holds then (${stems}), got ${stem}`,
      },
    ];
  }
  const { says } = rule;
  for (const one of replaced) {
    if (subjectOf(one.says) !== subjectOf(says)) {
      return [
        {
          path: `${path}.says`,
          message: `must say ${subjectOf(one.says)}, as ${one.id} does, got ${subjectOf(says)}`,
        },
      ];
    }
    const more = allowsMore(one.says, says);
    if (more !== null && !rule.loosens) {
      return [
        { path: `${path}.loosens`, message: `must be true to allow ${more}, which ${one.id} does not` },
      ];
    }
  }
  return [];
}

/** Without replacing anything a rule may only forbid, advise or inform. */
function mayBeAdded({ says }: OverlayRule): boolean {
  return ADDABLE.some((subject) => subject in says);
}

const ADDABLE = ['exclude', 'quietHours', 'note', 'monthlyQuota', 'recipientLimit', 'marketingCap'] as const;

/** The rule takes the place of those with its stem while it holds; before and after they stay. */
function withRule(rules: readonly DatedRule[], added: OverlayRule, overlayId: string): readonly DatedRule[] {
  const kept = rules.flatMap((rule) =>
    added.replaces !== undefined && stemOf(rule.id) === added.replaces ? outside(rule, added) : [rule],
  );
  const loosened = rules.some(
    (rule) =>
      added.loosens && stemOf(rule.id) === added.replaces && allowsMore(rule.says, added.says) !== null,
  );
  return [...kept, ruleOf(added, overlayId), ...(loosened ? [loosenedNote(added, overlayId)] : [])];
}

interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What is left of a rule before and after another period. */
function outside(rule: DatedRule, period: Period): DatedRule[] {
  const left: DatedRule[] = [];
  const before = { ...rule, validTo: earlier(rule.validTo, period.validFrom) };
  if (period.validFrom !== ALWAYS && begin(before) < end(before)) left.push(before);
  if (period.validTo !== null) {
    const after = {
      ...rule,
      validFrom: begin(rule) > dateToEpoch(period.validTo) ? rule.validFrom : period.validTo,
    };
    if (begin(after) < end(after)) left.push(after);
  }
  return left;
}

function overlaps(a: Period, b: Period): boolean {
  return begin(a) < end(b) && begin(b) < end(a);
}

function begin({ validFrom }: Period): number {
  return validFrom === ALWAYS ? -Infinity : dateToEpoch(validFrom);
}

function end({ validTo }: Period): number {
  return validTo === null ? Infinity : dateToEpoch(validTo);
}

function earlier(a: string | null, b: string): string {
  return a === null || dateToEpoch(b) < dateToEpoch(a) ? b : a;
}

function ruleOf(rule: OverlayRule, overlayId: string): DatedRule {
  const { id, validFrom, validTo, says } = rule;
  return { id, validFrom, validTo, says, source: sourceOf(overlayId) };
}

function loosenedNote(rule: OverlayRule, overlayId: string): DatedRule {
  const { id, validFrom, validTo, because } = rule;
  const note = {
    code: 'loosened_by_operator',
    text: `The operator allows more here than the provider’s rules: ${because}`,
    de: `Der Betreiber erlaubt hier mehr als die Regeln des Anbieters: ${because}`,
  };
  return {
    id: `${id}.loosened`,
    validFrom,
    validTo,
    says: { note },
    source: sourceOf(overlayId),
  };
}

function sourceOf(overlayId: string): string {
  return `overlay:${overlayId}`;
}

/** Every span and every limit in time ends earlier; what is shorter than the margin never opens. */
function shortened(rule: DatedRule, margin: number): DatedRule {
  const { says } = rule;
  if ('forms' in says)
    return { ...rule, says: { forms: says.forms.map((form) => shortenedForm(form, margin)) } };
  if (!('window' in says) || typeof says.window === 'string') return rule;
  const spans = Object.entries(says.window) as [Opener, Span][];
  const window = Object.fromEntries(
    spans.map(([opener, span]) => [opener, { ...span, lasts: Math.max(0, span.lasts - margin) }]),
  );
  return { ...rule, says: { ...says, window } };
}

function shortenedForm(form: FormThen, margin: number): FormThen {
  return form.within === undefined ? form : { ...form, within: Math.max(0, form.within - margin) };
}

/** What a rule is about, by its key. */
function subjectOf(says: Says): string {
  return 'window' in says ? 'window' : Object.keys(says)[0]!;
}
