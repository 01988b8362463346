import type { CompiledForm, Policy } from './compile.js';
import { countryOf } from './country.js';
import type { OutboundRequest } from './types.js';

/**
 * The forms that hold now, as a bit set over `policy.forms`.
 *
 * @param last Epoch milliseconds of the contact's last act; NaN when there is none or it cannot be trusted.
 */
export function formsThatHold(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
): number {
  const { forms } = policy;
  const human = request.sender === 'human';
  let set = 0;
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]!;
    if (human ? form.automationOnly : form.humanOnly) continue;
    if (holds(form, request, at, last, purpose)) set |= 1 << index;
  }
  return set;
}

/** When the first form, held back only because an automation sends, would end for a person; null: there is none. */
export function humanFormEnd(
  policy: Policy,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
): number | null {
  for (const form of policy.forms) {
    if (form.humanOnly && holds(form, request, at, last, purpose)) return last + form.within;
  }
  return null;
}

/** The earliest end among the forms of a set, or Infinity. */
export function firstEnd(policy: Policy, set: number, last: number): number {
  let end = Number.POSITIVE_INFINITY;
  for (let index = 0; set >> index !== 0; index++) {
    const within = (set >> index) & 1 ? policy.forms[index]!.within : Number.POSITIVE_INFINITY;
    if (within !== Number.POSITIVE_INFINITY && last + within < end) end = last + within;
  }
  return end;
}

/** Everything but who sends. */
function holds(
  form: CompiledForm,
  request: OutboundRequest,
  at: number,
  last: number,
  purpose: number,
): boolean {
  if ((form.purposes & (1 << purpose)) === 0) return false;
  if (form.within !== Number.POSITIVE_INFINITY && !(at < last + form.within)) return false;
  if (form.needs !== null && request.account?.[form.needs] !== true) return false;
  if (form.onlyCountries === null && form.exceptCountries === null) return true;
  const country = countryOf(request.recipient?.country);
  if (form.onlyCountries !== null && !form.onlyCountries.includes(country)) return false;
  return form.exceptCountries === null || !form.exceptCountries.includes(country);
}
