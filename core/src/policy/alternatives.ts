import { decide } from './decide.js';
import type { PolicyPreset } from './preset.js';
import { current } from './presets/current.js';
import type { Decision, Form, OutboundRequest } from './types.js';

export interface Alternative {
  /** Where the request stood in the list. */
  readonly index: number;
  readonly request: OutboundRequest;
  readonly decision: Decision;
}

/** Free text first, then what an agent may still word freely, then what is worded already. */
const FORMS: readonly Form[] = ['free_form', 'tag', 'bot_initiated', 'template', 'utility_template'];
const PRICES = ['free', 'unknown', 'paid'];

/**
 * A contact's channels, best first: by verdict, then by the best form, then by price, then by the time that is left.
 * Equals keep their order.
 */
export function alternatives(
  requests: readonly OutboundRequest[],
  preset: PolicyPreset = current,
): readonly Alternative[] {
  return requests
    .map((request, index) => ({ index, request, decision: decide(request, preset) }))
    .sort((a, b) => compare(a.decision, b.decision));
}

function compare(a: Decision, b: Decision): number {
  return (
    formRank(a) - formRank(b) ||
    PRICES.indexOf(a.price.kind) - PRICES.indexOf(b.price.kind) ||
    timeLeft(b) - timeLeft(a)
  );
}

/** Verdicts sort with their forms: open has free text first, blocked has none. */
function formRank({ ways }: Decision): number {
  const best = ways[0];
  return best === undefined ? FORMS.length : FORMS.indexOf(best.form);
}

function timeLeft({ closesAt }: Decision): number {
  return closesAt ?? Number.MAX_VALUE;
}
