import { checkReady } from '../app/check-ready.js';
import type { Deps, DispatchAccount } from '../app/deps.js';
import { closeAdapters, createAdapters } from '../channels/registry.js';
import type { EventStream } from '../http/event-stream.js';
import { startEventFeed } from '../http/events/feed.js';
import { buildServer } from '../http/server.js';
import { createMetrics } from '../metrics/metrics.js';
import { startQueue } from '../queue/boss.js';
import { startWebhookWorker } from '../queue/webhook-worker.js';
import { startWorker } from '../queue/worker.js';
import { listen } from '../store/listen.js';
import { ACCOUNTS_CHANGED } from '../store/sealed-accounts.js';
import { dispatchSettings } from './accounts.js';
import { type Config, parseConfig } from './config.js';
import { openDatabase } from './database.js';
import { startListening } from './listen.js';
import { listenOn } from './listen-on.js';
import { createLog, type Log } from './log.js';
import { checkMetricsOptions, type MetricsOptions, openMetrics, watch } from './metrics.js';
import { configuredPreset } from './preset.js';
import { workspaceRules } from './rules-config.js';
import { openKeyring } from './secret-keys.js';
import { sendingRules } from './sending.js';
import { StartError } from './start-error.js';
import { StoredAccounts } from './stored-accounts.js';
import { surveyRules } from './surveys-config.js';
import { syncTemplates } from './sync-templates.js';
import { keepUsage } from './sync-usage.js';
import { VERSION } from './version.js';
import { storeAccounts, storeWorkspace } from './workspace.js';

export interface ServeOptions {
  /** The configuration as an object; see `start/config.ts`. Placeholders are filled from `env`. */
  readonly config: unknown;
  readonly env?: NodeJS.ProcessEnv;
  /** A PostgreSQL of your own; absent: the embedded one in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** Default `.data/gateway`. */
  readonly dataDir?: string | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 4000; 0: any free one. */
  readonly port?: number | undefined;
  /** Where the gateway is reached from outside. */
  readonly publicUrl?: string | undefined;
  /** Default: JSON lines on standard error. */
  readonly log?: Log;
  /** Default: no metrics are shown. */
  readonly metrics?: MetricsOptions | undefined;
  /** Epoch milliseconds. Default: the system's clock. */
  readonly clock?: () => number;
}

export interface Served {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** The database in use, for tools that run beside. */
  readonly databaseUrl: string;
  readonly workspaceId: string;
  /** Where the metrics have a door of their own, without a trailing slash; else null. */
  readonly metricsUrl: string | null;
  /** Takes no more requests, finishes what is under way, and stops everything it started. */
  close(): Promise<void>;
}

/**
 * Starts a whole gateway: database, migrations, workspace and accounts of the configuration, worker, HTTP.
 * @throws ConfigError, StartError or EmbeddedPostgresError with a message for the operator; nothing is left running then
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { env = process.env, host = '127.0.0.1', port = 4000, clock = Date.now } = options;
  const log = options.log ?? createLog();
  const config = parseConfig(options.config, env);
  checkMetricsOptions(options.metrics ?? {});
  const publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? null;
  const preset = await configuredPreset(config);
  const adapters = createAdapters(clock);
  const settings = dispatchSettings(config, adapters);
  const failed = (error: unknown) => log.error({ err: error }, 'background work failed; it is tried again');

  // What was started is stopped in the opposite order, whether the start succeeded or not.
  const stops: (() => Promise<unknown>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop().catch(failed);
  };
  try {
    stops.push(() => closeAdapters(adapters));
    const dataDir = options.dataDir ?? '.data/gateway';
    const metrics = createMetrics();
    const database = await openDatabase({
      databaseUrl: options.databaseUrl,
      dataDir,
      log,
      onStatusChanges: metrics.became,
    });
    stops.push(() => database.close());
    const { db, url: databaseUrl } = database;

    const workspaceId = await storeWorkspace(db, config);
    const ids = await storeAccounts(db, workspaceId, config);
    const accounts = new Map<string, DispatchAccount>();
    for (const one of settings)
      accounts.set(ids.get(one.key)!, { ...one, id: ids.get(one.key)!, workspaceId });
    const keyring = await openKeyring({ env, dataDir, create: options.databaseUrl === undefined });
    const configured = new Set(ids.keys());
    const stored = new StoredAccounts(accounts, {
      db,
      workspaceId,
      adapters,
      keyring,
      configured,
      failed: (key, error) =>
        log.error({ err: error, account: key }, 'an account that was added cannot be used'),
    });
    await stored.load();
    const queue = await startQueue({ databaseUrl, workspaceId, onError: failed });
    stops.push(() => queue.stop());
    const deps: Deps = {
      db,
      queue: queue.queue,
      clock,
      failed,
      metrics,
      accounts,
      presetFor: () => preset,
      sending: sendingRules(config.workspace),
      rules: workspaceRules(config.workspace),
      surveys: surveyRules(config.workspace.surveys, publicUrl),
      attachments: {
        maxBytes: config.workspace.attachments.maxBytes,
        publicUrl,
        linkSecret: linkSecretOf(config.workspace),
      },
    };
    const worker = await startWorker(deps, queue.boss, { databaseUrl, workspaceId, onError: failed });
    stops.push(() => worker.stop());
    const workspace = { id: workspaceId, name: config.workspace.name };
    const webhooks = startWebhookWorker(
      { db, clock, metrics, workspace, ...config.webhooks },
      { preset, onError: failed },
    );
    stops.push(() => webhooks.stop());

    const listening = startListening(deps, log);
    stops.push(() => listening.stop());
    const reload = async () => {
      await stored.load();
      await listening.update();
    };
    const changes = listen({
      databaseUrl,
      channel: ACCOUNTS_CHANGED,
      heard: (changed) => {
        if (changed === null || changed === workspaceId) reload().catch(failed);
      },
      failed,
    });
    stops.push(() => changes.close());
    const events = startEventFeed({ db, databaseUrl, workspaceId, clock, failed });
    stops.push(() => events.close());
    const streams = new Set<EventStream>();
    const shown = options.metrics ?? {};
    if (shown.token !== undefined || shown.port !== undefined)
      watch(metrics, { db, pool: database.pool, workspaceId, clock, streams });
    const { name, defaultCountry, agentTokens, allowedOrigins } = config.workspace;
    const app = await buildServer(
      {
        deps,
        workspace: { id: workspaceId, name, preset: preset.id, defaultCountry, agentTokens, allowedOrigins },
        events,
        limits: config.limits,
        webhooks: config.webhooks,
        accountStore: keyring ? { db, keyring, adapters, configured } : undefined,
        publicUrl,
        version: VERSION,
        streams,
        checkReady: () => checkReady({ db, checkQueue: queue.check }),
        metricsDoor:
          shown.token !== undefined && shown.port === undefined ? { metrics, token: shown.token } : undefined,
      },
      { logger: log, trustProxy: config.trustProxy },
    );
    stops.push(() => app.close());
    const door = await openMetrics(metrics, shown);
    if (door) stops.push(() => door.close());
    const url = await listenOn(app, { host, port, variable: 'PORT' });
    log.info(
      { url, workspace: name, accounts: [...accounts.values()].map(({ key }) => key) },
      'gateway serves',
    );

    const abandon = new AbortController();
    stops.push(async () => abandon.abort());
    void keepTemplates(deps, log, abandon.signal);
    void keepUsage(deps, log, abandon.signal);
    return { url, databaseUrl, workspaceId, metricsUrl: door?.url ?? null, close: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Which of the two there is, the configuration has made sure. */
function linkSecretOf({ attachments, agentTokens }: Config['workspace']): string {
  const secret = attachments.linkSecret ?? agentTokens.secret;
  if (secret === undefined) throw new StartError('workspace.attachments.linkSecret is missing.');
  return secret;
}

/** A provider that cannot be asked at the moment must not keep the gateway from serving. */
async function keepTemplates(deps: Deps, log: Log, signal: AbortSignal): Promise<void> {
  try {
    for (const synced of await syncTemplates(deps.db, deps.accounts, signal))
      log.info(synced, 'templates synchronised');
  } catch (error) {
    if (!signal.aborted)
      log.warn({ err: error }, 'templates could not be synchronised; `gateway templates sync` tries again');
  }
}
