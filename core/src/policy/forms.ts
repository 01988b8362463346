import { countryOf } from './country.js';
import { isGranted } from './granted.js';
import type { CompiledForm, Policy, TimedRequest } from './policy.js';

/**
 * The forms that hold now, as a bit set.
 *
 * @param last Epoch milliseconds of the contact's last act; null when there is none or it cannot be trusted.
 */
export function formsThatHold(policy: Policy, request: TimedRequest, last: number | null): number {
  const forms = request.sender === 'human' ? policy.humanForms : policy.automationForms;
  let set = 0;
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]!;
    if (form.always || holds(form, request, last)) set |= form.bit;
  }
  return set;
}

/** When the first form, held back only because an automation sends, would end for a person; null: there is none. */
export function personFormEnd(policy: Policy, request: TimedRequest, last: number | null): number | null {
  const form = policy.personForms.find((candidate) => holds(candidate, request, last));
  if (form === undefined) return null;
  return last === null ? Infinity : last + form.within;
}

/** When something ends that lasts so long from the contact's last act; null: never. */
export function endOf(last: number | null, lasts: number): number | null {
  return last === null || lasts === Infinity ? null : last + lasts;
}

/** Everything but who sends and why, which the policy knows. */
function holds(form: CompiledForm, request: TimedRequest, last: number | null): boolean {
  if (form.within !== Infinity && (last === null || request.at >= last + form.within)) return false;
  if (form.needs !== null && !isGranted(request.account, form.needs)) return false;
  // A country that nobody knows is in no list: not among those allowed, and not among those left out.
  const country = countryOf(request.recipient?.country);
  if (form.onlyCountries !== null && !form.onlyCountries.includes(country)) return false;
  return form.exceptCountries === null || !form.exceptCountries.includes(country);
}
