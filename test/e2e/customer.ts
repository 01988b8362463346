import { inject } from 'vitest';

interface Arrived {
  readonly channel: string;
  readonly direction: 'to' | 'from';
  readonly text: string;
  readonly subject: string | null;
  readonly template: string | null;
  readonly status: string;
  readonly problem: string | null;
}

/** The customer's phone and mailbox. */
export class CustomerSide {
  constructor(private readonly id: string) {}

  /** What the company sent on a channel, oldest first. */
  async received(channel: string): Promise<Arrived[]> {
    const { messages } = (await this.#call('GET', '')) as { messages: Arrived[] };
    return messages.filter((message) => message.channel === channel && message.direction === 'to');
  }

  async write(channel: string, text: string): Promise<void> {
    await this.#call('POST', '/messages', { channel, text });
  }

  /** From now on this happens to what the company sends, e.g. `fail:131026`. */
  async behave(channel: string, behaviour: string): Promise<void> {
    await this.#call('PUT', '/behaviour', { channel, behaviour });
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(
      `${inject('demo').sandbox}/api/customers/${encodeURIComponent(this.id)}${path}`,
      {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      },
    );
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
