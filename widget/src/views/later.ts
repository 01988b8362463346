import type { Contact, ContactChannel } from '@outbound-composer/core/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Mode } from '../controllers/compose.js';
import type { Model } from '../model.js';
import { isTimeZone, localTime, ownTimeZone } from '../utils/local-time.js';
import { clockTime, dateTime } from '../utils/time.js';
import { infoIcon } from './icons.js';

/** When it is to be sent, by the recipient's clock, and what holds then. */
export function later(
  model: Model,
  contact: Contact,
  channel: ContactChannel,
  mode: Mode,
): TemplateResult | typeof nothing {
  const { compose, sending, host, now } = model;
  const plan = compose.draft.later;
  if (!plan) return nothing;
  const t = host.translate;
  const zone = compose.zone;
  const theirs = contact.timeZone !== null && isTimeZone(contact.timeZone);
  const at = compose.laterAt;
  const there = new Date(now).toISOString();
  const refusal = at === null ? null : whyNot(model, channel, mode, at);
  const refused = sending.refusedFor === 'quiet_hours';
  return html`<fieldset class="later" part="later">
    <legend class="visually-hidden">${t('later')}</legend>
    <label class="field">
      <span>${theirs ? t('later_their_time') : t('later_your_time')}</span>
      <input
        id="later"
        type="datetime-local"
        aria-describedby="later-zone later-error"
        aria-invalid=${compose.errors.later ? 'true' : 'false'}
        min=${localTime(now, zone)}
        .value=${live(plan.localTime)}
        @input=${(event: InputEvent) => {
          sending.reset();
          compose.planLater({ localTime: (event.target as HTMLInputElement).value });
        }}
      />
    </label>
    <p id="later-error" class="field-error">${compose.errors.later}</p>
    <p id="later-zone" class="hint">
      ${t(theirs ? 'later_zone' : 'later_zone_unknown', { zone, time: clockTime(there, host.locale, zone) })}
      ${
        at !== null && zone !== ownTimeZone()
          ? t('later_yours', { time: dateTime(new Date(at).toISOString(), now, host.locale) })
          : nothing
      }
    </p>
    ${refusal === null ? nothing : html`<p class="notice" role="status">${infoIcon}<span>${t('later_then', { why: refusal.why })}</span></p>`}
    ${check(t('later_cancel_if_writes'), plan.cancelIfContactWrites, (cancelIfContactWrites) =>
      compose.planLater({ cancelIfContactWrites }),
    )}
    ${
      refused || refusal?.isQuiet || plan.postponeQuietHours
        ? check(t('later_postpone'), plan.postponeQuietHours, (postponeQuietHours) => {
            sending.reset();
            compose.planLater({ postponeQuietHours });
          })
        : nothing
    }
  </fieldset>`;
}

/** Why it could not leave then, by the rules we know here; the gateway has the last word. */
function whyNot({ open }: Model, channel: ContactChannel, mode: Mode, at: number) {
  const then = open.decisionAt(channel, at);
  if (!then) return null;
  const isTemplate = (form: string) => form === 'template' || form === 'utility_template';
  if (then.ways.some(({ form }) => isTemplate(form) === (mode === 'template'))) return null;
  return { why: then.explanation, isQuiet: then.reason === 'quiet_hours' };
}

function check(label: string, checked: boolean, onChange: (checked: boolean) => void): TemplateResult {
  return html`<label class="check"
    ><input
      type="checkbox"
      .checked=${live(checked)}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    /><span>${label}</span></label
  >`;
}
