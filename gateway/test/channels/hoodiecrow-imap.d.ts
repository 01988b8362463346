/** What of the IMAP server for tests is used here; it brings no types of its own. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface StoredMessage {
    readonly flags: readonly string[];
    readonly raw: string;
  }
  interface ImapServer {
    readonly server: Server;
    listen(port: number, host: string, listening: () => void): void;
    close(closed?: () => void): void;
    getMailbox(name: string): { readonly messages: readonly StoredMessage[] };
    appendMessage(mailbox: string, flags: string[], internaldate: string | Date, raw: string): unknown;
  }
  export default function hoodiecrow(options: {
    plugins: readonly string[];
    users?: Readonly<Record<string, { readonly password: string }>>;
    storage: Readonly<Record<string, object>>;
  }): ImapServer;
}
