import { countryOf } from './country.js';
import { isGranted } from './granted.js';
import type { CompiledForm, Policy, TimedRequest } from './policy.js';

/**
 * The forms that hold now, as a bit set over `policy.forms`.
 *
 * @param last Epoch milliseconds of the contact's last act; null when there is none or it cannot be trusted.
 */
export function formsThatHold(policy: Policy, request: TimedRequest, last: number | null): number {
  const { forms } = policy;
  const human = request.sender === 'human';
  let set = 0;
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]!;
    if (human ? form.automationOnly : form.humanOnly) continue;
    if (holds(form, request, last)) set |= 1 << index;
  }
  return set;
}

/** When the first form, held back only because an automation sends, would end for a person; null: there is none. */
export function humanFormEnd(policy: Policy, request: TimedRequest, last: number | null): number | null {
  for (const form of policy.forms) {
    if (form.humanOnly && holds(form, request, last))
      return last === null || form.within === Number.POSITIVE_INFINITY
        ? Number.POSITIVE_INFINITY
        : last + form.within;
  }
  return null;
}

/** The earliest end among the forms of a set, or null: none of them ends. */
export function firstEnd(policy: Policy, set: number, last: number | null): number | null {
  let shortest = Number.POSITIVE_INFINITY;
  for (let index = 0; set >> index !== 0; index++) {
    if (((set >> index) & 1) !== 0) shortest = Math.min(shortest, policy.forms[index]!.within);
  }
  return last === null || shortest === Number.POSITIVE_INFINITY ? null : last + shortest;
}

/** Everything but who sends and why, which the policy knows. */
function holds(form: CompiledForm, request: TimedRequest, last: number | null): boolean {
  if (form.within !== Number.POSITIVE_INFINITY && (last === null || request.at >= last + form.within))
    return false;
  if (form.needs !== null && !isGranted(request.account, form.needs)) return false;
  if (form.onlyCountries === null && form.exceptCountries === null) return true;
  const given = request.recipient?.country;
  if (given === undefined || given === null) return form.onlyCountries === null;
  const country = countryOf(given);
  if (form.onlyCountries !== null && !form.onlyCountries.includes(country)) return false;
  return form.exceptCountries === null || !form.exceptCountries.includes(country);
}
