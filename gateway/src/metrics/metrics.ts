import type { Channel } from '@outbound-composer/core';
import { FAILURE_REASONS } from '@outbound-composer/core/provider-errors';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Received } from '../app/receive-channel-events.js';
import type { SendOutcome } from '../channels/adapter.js';
import type { StatusChange } from '../store/status-changes.js';
import type { PostOutcome } from '../webhooks/post.js';

/** Requests and searches: from a millisecond to ten seconds. */
const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Calls to providers, which may take a minute. */
const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Core's reasons, and those that only a gateway has. Whatever else an adapter says is one label. */
const REASONS: ReadonlySet<string> = new Set([
  ...FAILURE_REASONS,
  'provider_unreachable',
  'no_answer',
  'cancelled',
  'outcome_unknown',
]);

/** How a webhook of a provider was answered. */
export type WebhookOutcome = 'taken' | 'challenge' | 'signature_invalid' | 'malformed' | 'failed';

/** How long a text somebody searches for. */
export type SearchKind = 'none' | 'one_or_two_letters' | 'text';

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * What this process has done, for Prometheus. Labels are route patterns, channels and closed lists of codes: nothing
 * that a caller, a contact or a provider can make up.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const http = new Histogram({
    name: 'outbound_http_request_duration_seconds',
    help: 'Requests by route pattern and status; event streams are not among them.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  });
  const messages = new Counter({
    name: 'outbound_messages_total',
    help: 'Messages that this process has brought to a status.',
    labelNames: ['channel', 'status'] as const,
    registers,
  });
  const dispatches = new Histogram({
    name: 'outbound_dispatch_duration_seconds',
    help: 'Calls to providers to send a message.',
    labelNames: ['channel', 'outcome'] as const,
    buckets: CALL_SECONDS,
    registers,
  });
  const answers = new Counter({
    name: 'outbound_provider_answers_total',
    help: 'What providers answered to messages: accepted, or the outcome and its reason.',
    labelNames: ['channel', 'outcome', 'reason'] as const,
    registers,
  });
  const webhooks = new Counter({
    name: 'outbound_webhooks_received_total',
    help: 'Calls of providers by how they were answered.',
    labelNames: ['channel', 'outcome'] as const,
    registers,
  });
  const events = new Counter({
    name: 'outbound_webhook_events_total',
    help: 'Events in genuine calls of providers; what was known already counts as duplicates.',
    labelNames: ['channel', 'kind'] as const,
    registers,
  });
  const deliveries = new Counter({
    name: 'outbound_webhook_deliveries_total',
    help: 'Attempts to deliver an outgoing webhook, by the class of the answer.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const searches = new Histogram({
    name: 'outbound_search_duration_seconds',
    help: 'Searches for contacts, by what was searched for.',
    labelNames: ['kind'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  });

  return {
    registry,
    answered(method: string, route: string | undefined, status: number, seconds: number): void {
      // Of what no route answers, not even the method is ours.
      const labels = route === undefined ? { method: 'any', route: 'none' } : { method, route };
      http.observe({ ...labels, status }, seconds);
    },
    became(changes: readonly StatusChange[]): void {
      for (const { channel, status } of changes) messages.inc({ channel, status });
    },
    dispatched(channel: Channel, outcome: SendOutcome, seconds: number): void {
      dispatches.observe({ channel, outcome: outcome.outcome }, seconds);
      const reason = outcome.outcome === 'accepted' ? 'none' : outcome.failure.reason;
      const known = reason === 'none' || REASONS.has(reason);
      answers.inc({ channel, outcome: outcome.outcome, reason: known ? reason : 'other' });
    },
    webhookAnswered(channel: Channel, outcome: WebhookOutcome): void {
      webhooks.inc({ channel, outcome });
    },
    received(channel: Channel, counts: Received): void {
      for (const [kind, count] of Object.entries(counts)) if (count > 0) events.inc({ channel, kind }, count);
    },
    delivered(outcome: PostOutcome): void {
      const status = outcome.status === null ? 'no_answer' : `${Math.floor(outcome.status / 100)}xx`;
      deliveries.inc({ outcome: status });
    },
    searched(kind: SearchKind, seconds: number): void {
      searches.observe({ kind }, seconds);
    },
    /** Values that are looked up when somebody asks; none where the look-up fails. */
    gauges<Label extends string>(
      { name, help, label }: { readonly name: string; readonly help: string; readonly label: Label },
      read: () => Readings | Promise<Readings>,
    ): void {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          const readings = await Promise.resolve(read()).catch((): Readings => ({}));
          this.reset();
          for (const [value, count] of Object.entries(readings))
            this.set({ [label]: value } as Record<Label, string>, count);
        },
      });
    },
    /** A value that is looked up when somebody asks; not a number where the look-up fails. */
    gauge(
      given: { readonly name: string; readonly help: string },
      read: () => number | Promise<number>,
    ): void {
      new Gauge({
        ...given,
        registers,
        async collect() {
          this.set(await Promise.resolve(read()).catch(() => Number.NaN));
        },
      });
    },
  };
}

type Readings = Readonly<Record<string, number>>;
