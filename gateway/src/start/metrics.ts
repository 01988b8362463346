import type { Kysely } from 'kysely';
import type pg from 'pg';
import { collectDefaultMetrics } from 'prom-client';
import { metricsServer } from '../http/routes/metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Database } from '../store/database.js';
import { deliveryDepth, outboxDepth } from '../store/outbox-depth.js';
import { ConfigError } from './config.js';
import { listenOn } from './listen-on.js';

/** Who may see the metrics, and where. Neither a token nor a port: nobody. */
export interface MetricsOptions {
  /** Shown as `Authorization: Bearer`; without a port of their own, metrics are at /metrics beside the API. */
  readonly token?: string | undefined;
  /** A door of their own; 0: any free port. */
  readonly port?: number | undefined;
  /** Of that door. Default 127.0.0.1; any other than loopback needs a token. */
  readonly host?: string | undefined;
}

const SHORTEST_TOKEN = 16;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** @throws ConfigError when the metrics would stand open */
export function checkMetricsOptions({ token, port, host = '127.0.0.1' }: MetricsOptions): void {
  if (token !== undefined && token.length < SHORTEST_TOKEN)
    throw new ConfigError(`METRICS_TOKEN: expected at least ${SHORTEST_TOKEN} characters`);
  if (port !== undefined && token === undefined && !LOOPBACK.has(host))
    throw new ConfigError(
      `METRICS_HOST: ${host} can be reached from other machines, so METRICS_TOKEN must be set too`,
    );
}

export interface Watched {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  readonly workspaceId: string;
  readonly clock: () => number;
  /** Event streams that are open. */
  readonly streams: ReadonlySet<unknown>;
}

/** Adds what is looked up when somebody asks. */
export function watch(metrics: Metrics, { db, pool, workspaceId, clock, streams }: Watched): void {
  collectDefaultMetrics({ register: metrics.registry });
  // First, so that the look-ups below are not among what waits.
  metrics.gauges(
    {
      name: 'outbound_database_connections',
      help: 'Connections of the pool, and requests that wait for one.',
      label: 'state',
    },
    () => ({
      idle: pool.idleCount,
      busy: pool.totalCount - pool.idleCount,
      waiting: pool.waitingCount,
    }),
  );
  metrics.gauges(
    {
      name: 'outbound_outbox_messages',
      help: 'Messages that wait to leave, of the whole workspace; counted to 100,000.',
      label: 'status',
    },
    async () => {
      const { queued, sending, scheduled } = await outboxDepth(db, workspaceId);
      return { queued, sending, scheduled };
    },
  );
  metrics.gauge(
    {
      name: 'outbound_outbox_oldest_queued_seconds',
      help: 'How long the oldest queued message has waited; 0 when none is queued.',
    },
    async () => {
      const { oldestQueued } = await outboxDepth(db, workspaceId);
      return oldestQueued === null ? 0 : Math.max(0, (clock() - oldestQueued.getTime()) / 1000);
    },
  );
  metrics.gauges(
    {
      name: 'outbound_webhook_deliveries',
      help: 'Outgoing webhooks that wait, or were given up; of the whole workspace, counted to 100,000.',
      label: 'status',
    },
    async () => ({ ...(await deliveryDepth(db, workspaceId)) }),
  );
  metrics.gauge(
    { name: 'outbound_event_streams', help: 'Event streams that are open here.' },
    () => streams.size,
  );
  metrics.gauge({ name: 'outbound_database_up', help: '1 while the database answers.' }, () =>
    pool.query('select 1').then(
      () => 1,
      () => 0,
    ),
  );
}

/** Opens the door of their own, where one is asked for. */
export async function openMetrics(
  metrics: Metrics,
  { port, host = '127.0.0.1', token = undefined }: MetricsOptions,
): Promise<{ url: string; close(): Promise<void> } | null> {
  if (port === undefined) return null;
  const app = metricsServer({ metrics, token: token ?? null });
  return { url: await listenOn(app, { host, port, variable: 'METRICS_PORT' }), close: () => app.close() };
}
