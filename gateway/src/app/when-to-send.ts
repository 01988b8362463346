import type { SendMessage } from '@outbound-composer/core/contract';
import type { z } from 'zod';
import type { StoredSchedule } from '../store/database.js';
import { fieldProblem } from './problem.js';
import type { SendingRules } from './sending-rules.js';
import { instantOf, type Whereabouts } from './time-zone.js';

const DAY_MS = 24 * 60 * 60_000;
/** The queue keeps what waits for no longer. */
const MOST_DAYS_AHEAD = 365;

export interface When {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null: now. */
  readonly schedule: StoredSchedule | null;
}

/**
 * When a message is to leave, by what was asked for.
 *
 * @throws ProblemError `validation_failed` for an instant that has passed, is too far off or does not exist
 */
export function whenToSend(
  request: z.output<typeof SendMessage>,
  recipient: Whereabouts,
  now: number,
  rules: SendingRules,
): When {
  const { schedule } = request;
  if (schedule === undefined) return { at: now, schedule: null };
  const field = 'at' in schedule ? 'schedule.at' : 'schedule.localTime';
  const local = 'at' in schedule ? null : instantOf(schedule.localTime, recipient, rules.timeZone);
  const at = 'at' in schedule ? Date.parse(schedule.at) : local?.at;
  if (at === undefined)
    throw fieldProblem('validation_failed', field, 'is no day and hour', 'one of the calendar');
  if (at <= now) {
    const zone = local === null ? '' : ` in ${local.timeZone}`;
    throw fieldProblem('validation_failed', field, `has passed${zone}`, 'a time that is still to come');
  }
  if (at > now + MOST_DAYS_AHEAD * DAY_MS)
    throw fieldProblem('validation_failed', field, 'is too far off', `at most ${MOST_DAYS_AHEAD} days ahead`);
  return {
    at,
    schedule: {
      ...scheduleFor(request),
      localTime: 'at' in schedule ? null : schedule.localTime,
      timeZone: local?.timeZone ?? null,
      timeZoneFrom: local?.timeZoneFrom ?? null,
    },
  };
}

/** The same message after the quiet hours that forbid it at `from`. */
export const postponed = (
  request: z.output<typeof SendMessage>,
  { at: from, schedule }: When,
  at: number,
): When => ({
  at,
  schedule: {
    ...(schedule ?? scheduleFor(request)),
    postponedFrom: schedule?.postponedFrom ?? new Date(from).toISOString(),
  },
});

const scheduleFor = (request: z.output<typeof SendMessage>): StoredSchedule => ({
  localTime: null,
  timeZone: null,
  timeZoneFrom: null,
  cancelIfContactWrites: request.cancelIfContactWrites ?? true,
  postponeQuietHours: request.postponeQuietHours ?? false,
  postponedFrom: null,
  takeOver: request.takeOver,
  reopenReason: request.reopenReason ?? null,
});
