import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { DAY, HOUR } from './instant.js';
import { nextChange } from './next-change.js';
import { presets } from './presets/index.js';
import { isStricter, looksTheSame } from './rule-change.js';
import { runs } from './runs.test.util.js';
import { CHANNELS, type Decision, OPENERS, type OutboundRequest, PURPOSES, SENDERS } from './types.js';

/** Instants around each date on which a rule changes, and around today. */
const at = fc
  .tuple(
    fc.constantFrom(
      '2023-06-12',
      '2024-11-01',
      '2025-04-01',
      '2025-07-01',
      '2026-04-27',
      '2026-10-01',
      '2026-11-24',
    ),
    fc.integer({ min: -10 * DAY, max: 10 * DAY }),
  )
  .map(([date, offset]) => Date.parse(`${date}T00:00:00Z`) + offset);

const request: fc.Arbitrary<OutboundRequest & { at: number }> = fc
  .record({
    at,
    age: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 10 * DAY }),
      fc.constantFrom(0, HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY - 1, 2 * DAY, 7 * DAY - 1, 7 * DAY),
    ),
    channel: fc.constantFrom(...CHANNELS),
    sender: fc.constantFrom(...SENDERS),
    purpose: fc.constantFrom(...PURPOSES),
    opener: fc.constantFrom(...OPENERS),
    outboundSinceInbound: fc.integer({ min: 0, max: 25 }),
    freeEntry: fc.option(fc.integer({ min: -DAY, max: 4 * DAY })),
    account: fc.record(
      {
        humanAgentApproved: fc.boolean(),
        createdAt: fc.constantFrom('2023-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
        region: fc.constantFrom('US', 'DE', 'JP'),
        monthlyBotInitiated: fc.constantFrom(0, 9_999, 10_000),
        commercialTermsAccepted: fc.boolean(),
        monthlyQuota: fc.constantFrom(null, 200),
        monthlySent: fc.constantFrom(0, 199, 200),
        overageAllowed: fc.boolean(),
        utilityMessaging: fc.boolean(),
        businessConnection: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    consent: fc.record(
      {
        optedOut: fc.constantFrom(false, false, false, true),
        blocked: fc.constantFrom(false, false, false, true),
        optedInMarketing: fc.boolean(),
        threadDeleted: fc.constantFrom(false, false, true),
      },
      { requiredKeys: [] },
    ),
    recipient: fc.record(
      {
        timeZone: fc.constantFrom(
          'America/New_York',
          'Europe/Berlin',
          'Asia/Kathmandu',
          'Pacific/Kiritimati',
          'nowhere',
        ),
        country: fc.constantFrom('US', 'DE'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ age, opener, outboundSinceInbound, freeEntry, ...rest }) => ({
    ...rest,
    window: {
      lastInboundAt: age === null ? null : rest.at - age,
      opener,
      outboundSinceInbound,
      freeEntryPointUntil: freeEntry === null ? null : rest.at + freeEntry,
    },
  }));
/** By id, which is all that a counterexample should print. */
const preset = fc.constantFrom('current' as const, 'respond-io' as const);
const RUNS = runs(3000);

/** Counts of a month start again when it ends, so a decision about them is not asked again with the old ones. */
const byMonth = (decision: Decision) => decision.unlockedBy.includes('next_month');

describe('Whatever is asked', () => {
  it('a missing or wrong part never opens anything', () => {
    const wrong = fc.constantFrom<(good: OutboundRequest) => unknown>(
      (good) => ({ ...good, at: undefined }),
      (good) => ({ ...good, at: 'later' }),
      (good) => ({ ...good, channel: undefined }),
      (good) => ({ ...good, channel: 'pager' }),
      (good) => ({ ...good, sender: undefined }),
      (good) => ({ ...good, sender: 'bot' }),
      (good) => ({ ...good, purpose: undefined }),
      (good) => ({ ...good, purpose: 'other' }),
      (good) => ({ ...good, window: undefined }),
      (good) => ({ ...good, window: { ...good.window, lastInboundAt: 'never' } }),
      (good) => ({ ...good, window: { ...good.window, lastInboundAt: Number.NaN } }),
      (good) => ({ ...good, window: { ...good.window, lastInboundAt: Number(good.at) + 1 } }),
      (good) => ({ ...good, window: { ...good.window, outboundSinceInbound: -1 } }),
      (good) => ({ ...good, window: { ...good.window, opener: 'shout' } }),
    );
    fc.assert(
      fc.property(request, wrong, preset, (good, spoil, id) => {
        expect(decide(spoil(good) as OutboundRequest, presets[id]).verdict).not.toBe('open');
      }),
      RUNS,
    );
  });

  it('anything at all is answered without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), preset, (anything, id) => {
        expect(decide(anything as OutboundRequest, presets[id]).verdict).toBe('blocked');
      }),
      RUNS,
    );
    fc.assert(
      fc.property(
        request,
        fc.object(),
        fc.constantFrom('window', 'account', 'consent', 'recipient'),
        (good, odd, part) => {
          expect(['open', 'restricted', 'blocked']).toContain(
            decide({ ...good, [part]: odd } as OutboundRequest).verdict,
          );
        },
      ),
      RUNS,
    );
  });

  it('text and numbers for the same instants are answered alike', () => {
    fc.assert(
      fc.property(request, preset, (good, id) => {
        const { lastInboundAt } = good.window;
        const text = {
          ...good,
          at: new Date(good.at).toISOString(),
          window: {
            ...good.window,
            lastInboundAt: lastInboundAt == null ? null : new Date(lastInboundAt).toISOString(),
          },
        };
        expect(decide(text, presets[id])).toEqual(decide(good, presets[id]));
      }),
      RUNS,
    );
  });
});

describe('As time passes without events', () => {
  it('a verdict only gets stricter, but for quiet hours that end and clocks that went ahead', () => {
    fc.assert(
      fc.property(request, preset, fc.integer({ min: 1, max: 10 * DAY }), (good, id, later) => {
        const now = decide(good, presets[id]);
        const then = decide({ ...good, at: good.at + later }, presets[id]);
        if (now.reason === 'quiet_hours' || then.reason === 'quiet_hours') return;
        expect(isStricter(now, then), `${now.reason} became ${then.reason}`).toBe(false);
      }),
      RUNS,
    );
  });

  it('nextChange is exact: until then the answer is the same, and then it is another', () => {
    fc.assert(
      fc.property(request, preset, fc.double({ min: 0, max: 1, noNaN: true }), (good, id, part) => {
        const now = decide(good, presets[id]);
        const change = nextChange(now);
        if (change === null) {
          const forever = decide({ ...good, at: good.at + Math.floor(part * 3650 * DAY) }, presets[id]);
          expect(looksTheSame(forever, now)).toBe(true);
          return;
        }
        expect(change).toBeGreaterThan(good.at);
        const between = good.at + Math.floor(part * (change - 1 - good.at));
        for (const instant of [between, change - 1]) {
          const still = decide({ ...good, at: instant }, presets[id]);
          expect(looksTheSame(still, now), `${now.reason} became ${still.reason} early`).toBe(true);
          expect(nextChange(still)).toBe(change);
        }
        if (byMonth(now)) return;
        expect(
          looksTheSame(decide({ ...good, at: change }, presets[id]), now),
          `${now.reason} did not change`,
        ).toBe(false);
      }),
      RUNS,
    );
  });

  it('a decision that closes does so no later than its next change', () => {
    fc.assert(
      fc.property(request, preset, (good, id) => {
        const now = decide(good, presets[id]);
        if (now.closesAt === null) return;
        expect(now.closesAt).toBeGreaterThan(good.at);
        const then = decide({ ...good, at: now.closesAt }, presets[id]);
        expect(isStricter(then, now)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('Facts', () => {
  it('an unknown fact about the account never allows more than a known one could', () => {
    const granting = {
      humanAgentApproved: true,
      utilityMessaging: true,
      commercialTermsAccepted: true,
      overageAllowed: true,
    };
    fc.assert(
      fc.property(request, preset, (good, id) => {
        const { humanAgentApproved, utilityMessaging, commercialTermsAccepted, overageAllowed, ...unknown } =
          good.account ?? {};
        const known = decide({ ...good, account: { ...unknown, ...granting } }, presets[id]);
        expect(isStricter(known, decide({ ...good, account: unknown }, presets[id]))).toBe(false);
      }),
      RUNS,
    );
  });

  it('an automation never may what a person may not', () => {
    fc.assert(
      fc.property(request, preset, (good, id) => {
        const person = decide({ ...good, sender: 'human' }, presets[id]);
        const automation = decide({ ...good, sender: 'automation' }, presets[id]);
        expect(isStricter(person, automation)).toBe(false);
        expect(automation.ways).not.toContainEqual({ form: 'tag', tag: 'HUMAN_AGENT' });
      }),
      RUNS,
    );
  });

  it('one more message sent never opens anything', () => {
    fc.assert(
      fc.property(request, preset, (good, id) => {
        const more = { ...good.window, outboundSinceInbound: (good.window.outboundSinceInbound ?? 0) + 1 };
        expect(isStricter(decide(good, presets[id]), decide({ ...good, window: more }, presets[id]))).toBe(
          false,
        );
      }),
      RUNS,
    );
  });
});
