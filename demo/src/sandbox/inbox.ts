import { EventEmitter } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SandboxChannel } from './customers.js';

/** What lies in a customer's phone or mailbox. */
export interface SandboxMessage {
  /** The provider's id. */
  readonly id: string;
  readonly customerId: string;
  readonly channel: SandboxChannel;
  /** `to`: from the company to the customer; `from`: the customer wrote it. */
  readonly direction: 'to' | 'from';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly subject: string | null;
  /** Name of the template it came from. */
  readonly template: string | null;
  readonly buttons: readonly string[];
  /** `lost`: the provider took it and then could not deliver it; the customer never saw it. */
  readonly status: 'arrived' | 'read' | 'lost' | 'written';
  /** Why it was lost, with the provider's code. */
  readonly problem: string | null;
}

export interface InboxEvents {
  message: [SandboxMessage];
}

/** Everything that arrived and was written, kept in a file so that it survives a restart. */
export class Inbox extends EventEmitter<InboxEvents> {
  readonly #messages = new Map<string, SandboxMessage>();
  readonly #file: WriteStream | null;

  private constructor(file: WriteStream | null) {
    super();
    this.setMaxListeners(0);
    this.#file = file;
  }

  /** `file`: one JSON object a line, the last one of an id counts; null: nothing is kept. */
  static async open(file: string | null): Promise<Inbox> {
    const inbox = new Inbox(file === null ? null : createWriteStream(file, { flags: 'a' }));
    if (file !== null)
      for (const line of (await readIfThere(file)).split('\n').filter(Boolean)) {
        const message = JSON.parse(line) as SandboxMessage;
        inbox.#messages.set(message.id, message);
      }
    return inbox;
  }

  put(message: SandboxMessage): void {
    this.#messages.set(message.id, message);
    this.#file?.write(`${JSON.stringify(message)}\n`);
    this.emit('message', message);
  }

  get(id: string): SandboxMessage | undefined {
    return this.#messages.get(id);
  }

  /** A customer's messages, oldest first. */
  of(customerId: string): SandboxMessage[] {
    return [...this.#messages.values()]
      .filter((message) => message.customerId === customerId)
      .sort((a, b) => a.at - b.at);
  }

  /** Customers who have something in their inbox, the latest first. */
  customers(): string[] {
    const latest = new Map<string, number>();
    for (const { customerId, at } of this.#messages.values())
      latest.set(customerId, Math.max(at, latest.get(customerId) ?? 0));
    return [...latest].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  }

  async close(): Promise<void> {
    const file = this.#file;
    if (file !== null) await new Promise<void>((resolve) => file.end(resolve));
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
