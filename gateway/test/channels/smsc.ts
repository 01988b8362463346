import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type PDU, type Session } from 'smpp';

/** What the message centre does with the next submit_sm. */
export type SmscBehaviour =
  | { readonly status: number }
  | { readonly id: string }
  /** Takes it and never answers. */
  | 'hang'
  /** Takes it and cuts the connection. */
  | 'cut';

/** A carrier's message centre on loopback that does what it is told. */
export interface Smsc {
  readonly port: number;
  readonly binds: readonly PDU[];
  readonly submits: readonly PDU[];
  /** For the next submits, in order; without one the message is taken under a number of its own. */
  will(...behaviours: SmscBehaviour[]): void;
  /** Status of the next bind. */
  willBind(status: number): void;
  nextSubmit(): Promise<PDU>;
  /** The session of the client that is bound now, or is bound next. */
  bound(): Promise<Session>;
  /** Hands a message or receipt over; the client's status. */
  deliver(fields: Readonly<Record<string, unknown>>): Promise<number>;
  close(): Promise<void>;
}

export async function startSmsc(): Promise<Smsc> {
  const binds: PDU[] = [];
  const submits: PDU[] = [];
  const behaviours: SmscBehaviour[] = [];
  const bindings: number[] = [];
  const waiting: ((pdu: PDU) => void)[] = [];
  const waitingBound: ((session: Session) => void)[] = [];
  const sessions = new Set<Session>();
  let ids = 0;
  const server = smpp.createServer((session) => {
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
    session.on('bind_transceiver', (pdu: PDU) => {
      binds.push(pdu);
      const status = bindings.shift() ?? 0;
      session.send(pdu.response({ command_status: status }));
      if (status !== 0) return;
      sessions.add(session);
      for (const resolve of waitingBound.splice(0)) resolve(session);
    });
    session.on('unbind', (pdu: PDU) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('submit_sm', (pdu: PDU) => {
      submits.push(pdu);
      const behaviour = behaviours.shift() ?? { id: `msg-${++ids}` };
      if (behaviour === 'cut') session.destroy();
      else if (behaviour !== 'hang') {
        const answer =
          'id' in behaviour ? { message_id: behaviour.id } : { command_status: behaviour.status };
        session.send(pdu.response(answer));
      }
      waiting.shift()?.(pdu);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = async () =>
    [...sessions].at(-1) ?? new Promise<Session>((resolve) => waitingBound.push(resolve));
  return {
    port: (server.address() as AddressInfo).port,
    binds,
    submits,
    will: (...next) => void behaviours.push(...next),
    willBind: (status) => void bindings.push(status),
    nextSubmit: () => new Promise((done) => waiting.push(done)),
    bound,
    async deliver(fields) {
      const session = await bound();
      return new Promise((done) => session.deliver_sm(fields, ({ command_status }) => done(command_status)));
    },
    async close() {
      for (const session of server.sessions) session.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
