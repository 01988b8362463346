/** What of the library `smpp` is used here; it brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  interface Text {
    readonly message: string | Buffer;
    readonly udh?: readonly Buffer[];
  }
  export interface PDU {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly source_addr?: string;
    readonly source_addr_ton?: number;
    readonly source_addr_npi?: number;
    readonly destination_addr?: string;
    readonly dest_addr_ton?: number;
    readonly dest_addr_npi?: number;
    readonly esm_class?: number;
    readonly data_coding?: number;
    readonly registered_delivery?: number;
    readonly short_message?: Text;
    readonly message_payload?: Text;
    readonly message_id?: string;
    readonly receipted_message_id?: string;
    readonly message_state?: number;
    readonly sar_msg_ref_num?: number;
    readonly sar_total_segments?: number;
    readonly sar_segment_seqnum?: number;
    response(options?: Readonly<Record<string, unknown>>): PDU;
  }
  type Fields = Readonly<Record<string, unknown>>;
  type Answered = (answer: PDU) => void;
  export interface Session extends EventEmitter {
    readonly socket: Socket;
    /** False: the connection is gone and nothing was written. */
    send(pdu: PDU): boolean;
    bind_transceiver(fields: Fields, answered: Answered): boolean;
    submit_sm(fields: Fields, answered: Answered): boolean;
    deliver_sm(fields: Fields, answered?: Answered): boolean;
    unbind(answered?: Answered): boolean;
    close(closed?: () => void): void;
    destroy(closed?: () => void): void;
  }
  export interface Server extends NetServer {
    readonly sessions: readonly Session[];
  }
  interface Coding {
    encode(text: string): Buffer;
    decode(bytes: Buffer): string;
  }
  interface Smpp {
    connect(options: { host: string; port: number; tls: boolean; auto_enquire_link_period: number }): Session;
    createServer(listener: (session: Session) => void): Server;
    readonly encodings: { readonly ASCII: Coding; readonly UCS2: Coding };
  }
  const smpp: Smpp;
  export default smpp;
}
