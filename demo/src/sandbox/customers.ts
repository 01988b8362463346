import { readFile } from 'node:fs/promises';

/** The channels whose provider the sandbox plays. */
export const SANDBOX_CHANNELS = ['whatsapp', 'telegram', 'email', 'website_chat'] as const;
export type SandboxChannel = (typeof SANDBOX_CHANNELS)[number];

/** A person with a phone and a mailbox, on the other end of our channels. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly addresses: Readonly<Partial<Record<SandboxChannel, string>>>;
  /** Epoch milliseconds of what they last wrote to us by WhatsApp: the provider keeps its own window. */
  readonly wroteWhatsAppAt: number | null;
}

/** Who is behind an address. People we have never heard of are met when something arrives for them. */
export class Directory {
  readonly #byId = new Map<string, Customer>();
  readonly #byAddress = new Map<string, Customer>();

  constructor(customers: Iterable<Customer>) {
    for (const customer of customers) this.#add(customer);
  }

  get(id: string): Customer | undefined {
    return this.#byId.get(id);
  }

  /** The customer at this address, a stranger with the address as name if nobody is known there. */
  at(channel: SandboxChannel, address: string): Customer {
    const known = this.#byAddress.get(keyOf(channel, address));
    if (known !== undefined) return known;
    const stranger: Customer = {
      id: `${channel}:${address}`,
      name: address,
      addresses: { [channel]: address },
      wroteWhatsAppAt: null,
    };
    this.#add(stranger);
    return stranger;
  }

  /** The first customers whose name or address contains every word, in the order of the directory. */
  find(text: string, limit: number): Customer[] {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const found: Customer[] = [];
    for (const customer of this.#byId.values()) {
      const haystack = fold([customer.name, ...Object.values(customer.addresses)].join(' '));
      if (words.every((word) => haystack.includes(word))) found.push(customer);
      if (found.length === limit) break;
    }
    return found;
  }

  #add(customer: Customer): void {
    this.#byId.set(customer.id, customer);
    for (const channel of SANDBOX_CHANNELS) {
      const address = customer.addresses[channel];
      if (address !== undefined) this.#byAddress.set(keyOf(channel, address), customer);
    }
  }
}

/** One JSON object a line. */
export async function readCustomers(file: string): Promise<Customer[]> {
  const content = await readFile(file, 'utf8');
  return content
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Customer);
}

function keyOf(channel: SandboxChannel, address: string): string {
  const plain = channel === 'whatsapp' ? address.replaceAll(/\D/g, '') : address.toLowerCase();
  return `${channel} ${plain}`;
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}
