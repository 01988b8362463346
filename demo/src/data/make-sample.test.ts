import { type AccountFacts, type Decision, decide, foldWindows, opensWindow } from '@outbound-composer/core';
import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { demoConfig } from '../config.js';
import { makeSample } from './make-sample.js';
import type { ChannelState, SampleContact, SampleIdentity } from './sample.js';
import { SAMPLE_CHANNELS, statesOf } from './states.js';
import { HOUR } from './time.js';

const config = await demoConfig({ crmOrigins: [], sandboxUrl: 'http://sandbox', smtpPort: 25 });
const NOW = Date.parse('2026-11-24T09:00:00Z');
const sample = [...makeSample({ contacts: 4000, now: NOW, seed: 1 })];

function verdict(contact: SampleContact, identity: SampleIdentity): Decision {
  const messages = contact.messages.filter(
    ({ account, address }) => account === identity.account && address === identity.address,
  );
  const window = foldWindows(
    messages.map(({ externalId, at, direction, opener }) =>
      direction === 'inbound'
        ? { id: externalId, at, direction, opener: opener ?? 'message' }
        : { id: externalId, at, direction },
    ),
    opensWindow(identity.channel),
  );
  const account = config.channelAccounts.find(({ key }) => key === identity.account);
  return decide({
    at: NOW,
    channel: identity.channel,
    sender: 'human',
    purpose: 'support',
    window,
    account: account?.facts as AccountFacts | undefined,
    consent: {
      optedOut: identity.optedOut,
      blocked: identity.blocked,
      optedInMarketing: identity.optedInMarketing,
    },
    recipient: { country: contact.country, timeZone: contact.timeZone },
  });
}

/** What `decide` must say of a contact that the sample puts into a state. */
const SHOWS: Readonly<Record<ChannelState, (decision: Decision) => boolean>> = {
  open: ({ verdict }) => verdict === 'open',
  last_minutes: ({ verdict, closesAt }) => verdict === 'open' && closesAt !== null && closesAt - NOW < HOUR,
  human_agent: ({ verdict, ways }) => verdict === 'restricted' && ways.some(({ form }) => form === 'tag'),
  closed: ({ verdict, reason }) => verdict !== 'open' && reason === 'window_closed',
  never_written: ({ reason }) => reason === 'no_inbound_yet' || reason === 'no_window',
  at_cap: ({ verdict, reason, remaining }) =>
    verdict === 'blocked' && reason === 'quota_exhausted' && remaining === 0,
  quota_used: ({ verdict, reason }) => verdict === 'blocked' && reason === 'quota_exhausted',
  terms_required: ({ verdict, reason }) => verdict === 'blocked' && reason === 'terms_required',
  // Answering a question by mail stays allowed after an unsubscribe.
  opted_out: ({ channel, reason }) => reason === 'opted_out' || channel === 'email',
  blocked: ({ verdict, reason }) => verdict === 'blocked' && reason === 'blocked_by_contact',
};

describe('the sample', () => {
  it('is the same for the same seed and instant', () => {
    const again = [...makeSample({ contacts: 300, now: NOW, seed: 1 })];
    expect(again).toEqual(sample.slice(0, 300));
  });

  it.each(SAMPLE_CHANNELS)('shows every state of %s', (channel) => {
    const wrong: unknown[] = [];
    const seen = new Set<ChannelState>();
    for (const contact of sample)
      for (const identity of contact.identities) {
        if (identity.channel !== channel) continue;
        const decision = verdict(contact, identity);
        seen.add(identity.state);
        if (!SHOWS[identity.state](decision))
          wrong.push([contact.externalId, identity.state, decision.verdict, decision.reason]);
      }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect([...seen].sort()).toEqual([...new Set(statesOf(channel))].sort());
  });

  it('gives no address, phone, e-mail or message id twice', () => {
    const twice = (values: readonly (string | null)[]) => {
      const known = values.filter((value) => value !== null);
      return known.length - new Set(known).size;
    };
    expect(twice(sample.map(({ externalId }) => externalId))).toBe(0);
    expect(twice(sample.map(({ phone }) => phone))).toBe(0);
    expect(twice(sample.map(({ email }) => email))).toBe(0);
    expect(
      twice(sample.flatMap(({ identities }) => identities.map((one) => one.account + one.address))),
    ).toBe(0);
    expect(twice(sample.flatMap(({ messages }) => messages.map((one) => one.externalId)))).toBe(0);
  });

  it('writes phones in several notations, all of which mean the number', () => {
    const phones = sample.filter(({ phone }) => phone !== null);
    const wrong = phones.filter(
      ({ phone, phoneAsTyped, country }) =>
        parsePhoneNumberFromString(phoneAsTyped ?? '', country)?.number !== phone,
    );
    expect(wrong.map(({ phone, phoneAsTyped }) => [phone, phoneAsTyped])).toEqual([]);
    expect(phones.filter(({ phone }) => !isValidPhoneNumber(phone ?? '')).map(({ phone }) => phone)).toEqual(
      [],
    );
    const shapes = new Set(phones.map(({ phoneAsTyped }) => (phoneAsTyped ?? '').replaceAll(/\d+/g, '9')));
    expect(shapes.size).toBeGreaterThan(12);
  });

  it('has names in Latin, Cyrillic, Greek, Arabic, Han, Kana and Hangul', () => {
    const names = sample.map(({ firstName, lastName }) => `${firstName} ${lastName}`).join(' ');
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Han', 'Hiragana', 'Hangul'])
      expect(names, script).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
  });

  it('is mostly closed, some of it assigned to each agent and some to nobody', () => {
    const share = (part: SampleContact[]) => part.length / sample.length;
    const closed = sample.filter(({ conversation }) => conversation.status === 'closed');
    expect(share(closed)).toBeGreaterThan(0.7);
    const assignees = new Set(closed.map(({ conversation }) => conversation.assignee));
    expect([...assignees].sort()).toEqual(['aiko', 'jonas', 'mara', 'samir', null].sort());
    for (const status of ['open', 'snoozed'])
      expect(share(sample.filter(({ conversation }) => conversation.status === status))).toBeGreaterThan(
        0.05,
      );
  });

  it('holds nothing that has not happened yet', () => {
    const late = sample.flatMap(({ messages }) => messages).filter(({ at }) => at > NOW);
    expect(late).toEqual([]);
  });
});
