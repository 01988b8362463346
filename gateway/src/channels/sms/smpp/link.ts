import { once } from 'node:events';
import smpp, { type PDU, type Session } from 'smpp';
import type { SmppSettings } from './settings.js';

/** Of SMPP 3.4: the version that is spoken. */
const VERSION = 0x34;
const ENQUIRE_MS = 30_000;
/** ESME_RX_T_APPN: we cannot take it now, so it comes again. */
const LATER = 0x64;

/** Why there is no session: the connection's error, or the carrier's status. */
export class BindError extends Error {
  override readonly name = 'BindError';
  constructor(
    readonly status: number | null,
    options?: ErrorOptions,
  ) {
    super(
      status === null ? 'The message centre cannot be reached.' : `The bind was refused: ${status}`,
      options,
    );
  }
}

/** Takes in a message or receipt of the carrier; what it throws makes the carrier deliver it again. */
export type Deliver = (pdu: PDU) => Promise<void>;

/** The one connection of an account to its carrier, made when it is needed and made again when it broke. */
export class SmppLink {
  readonly settings: SmppSettings;
  #session: Promise<Session> | null = null;
  #bound: Session | null = null;
  #deliver: Deliver | null = null;

  constructor(settings: SmppSettings) {
    this.settings = settings;
  }

  set deliver(deliver: Deliver | null) {
    this.#deliver = deliver;
  }

  /** @throws BindError */
  session(): Promise<Session> {
    this.#session ??= this.#bind().catch((error: unknown) => {
      this.#session = null;
      throw error;
    });
    return this.#session;
  }

  /** Settles once the present session is gone. */
  async ended(session: Session): Promise<void> {
    if (!session.socket.closed) await once(session, 'close');
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    this.#session = null;
    if (!session || session.socket.destroyed) return;
    // The carrier's answer to the farewell is not waited for.
    session.unbind();
    await new Promise<void>((done) => session.close(done));
  }

  async #bind(): Promise<Session> {
    const { host, port, tls, systemId, password, systemType, timeoutMs } = this.settings;
    const session = smpp.connect({ host, port, tls, auto_enquire_link_period: ENQUIRE_MS });
    // Before the bind, because a carrier may send what waits for us together with its answer.
    session.on('close', () => {
      if (this.#bound !== session) return;
      this.#bound = null;
      this.#session = null;
    });
    session.on('error', () => session.destroy());
    session.on('unbind', (pdu: PDU) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('enquire_link', (pdu: PDU) => session.send(pdu.response()));
    session.on('deliver_sm', (pdu: PDU) => void this.#take(session, pdu));
    try {
      await connected(session, tls, timeoutMs);
      const fields = { system_id: systemId, password, system_type: systemType, interface_version: VERSION };
      const status = await bind(session, fields, timeoutMs);
      if (status !== 0) throw new BindError(status);
    } catch (cause) {
      session.destroy();
      throw cause instanceof BindError ? cause : new BindError(null, { cause });
    }
    this.#bound = session;
    return session;
  }

  async #take(session: Session, pdu: PDU): Promise<void> {
    let status = LATER;
    try {
      if (this.#deliver) {
        await this.#deliver(pdu);
        status = 0;
      }
    } catch {
      // Whoever takes it in has told of the error; the carrier delivers it again.
    }
    session.send(pdu.response({ command_status: status }));
  }
}

async function connected(session: Session, tls: boolean, timeoutMs: number): Promise<void> {
  // `once` rejects with the connection's error.
  await once(session, tls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(timeoutMs) });
}

/** The status of the carrier's answer. */
async function bind(
  session: Session,
  fields: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer to the bind')), timeoutMs);
      session.once('close', () => reject(new Error('closed before the bind was answered')));
      session.bind_transceiver(fields, ({ command_status }) => resolve(command_status));
    });
  } finally {
    clearTimeout(timer);
  }
}
