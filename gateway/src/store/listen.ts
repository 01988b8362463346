import pg from 'pg';

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly databaseUrl: string;
  readonly channel: string;
  /** Called for each notification, and after each (re)connection, since what came in between was not heard. */
  readonly heard: (payload: string | null) => void;
  readonly failed?: (error: Error) => void;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/** LISTEN on a connection of its own, which is made again whenever it is lost. */
export function listen({ databaseUrl, channel, heard, failed }: ListenOptions): Listener {
  let closed = false;
  let client: pg.Client | null = null;
  let waiting: NodeJS.Timeout | null = null;
  let wait = FIRST_WAIT_MS;

  const connect = async (): Promise<void> => {
    waiting = null;
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'outbound-composer events',
    });
    client = next;
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, null));
    next.on('notification', ({ payload }) => heard(payload ?? null));
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      wait = FIRST_WAIT_MS;
      heard(null);
    } catch (error) {
      lost(next, error as Error);
    }
  };

  const lost = (which: pg.Client, error: Error | null): void => {
    if (client !== which) return;
    client = null;
    which.end().catch(() => {});
    if (closed) return;
    if (error) failed?.(error);
    waiting = setTimeout(() => void connect(), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  void connect();
  return {
    async close() {
      closed = true;
      if (waiting) clearTimeout(waiting);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
