import type { SandboxChannel } from './customers.js';

/**
 * What becomes of a message to a customer. `read`: delivered, then read; `deliver`: never read;
 * `silent`: the provider takes it and says nothing more; a code: refused or lost with that provider error.
 */
export type Behaviour = 'read' | 'deliver' | 'silent' | `fail:${string}`;

/** The failures that can be played, per channel, as the provider words them. */
export const FAILURES: Readonly<Record<SandboxChannel, readonly { code: string; title: string }[]>> = {
  whatsapp: [
    { code: '131026', title: 'Message undeliverable' },
    { code: '131049', title: 'This message was not delivered to maintain healthy ecosystem engagement.' },
    { code: '130472', title: 'User’s number is part of an experiment' },
  ],
  telegram: [{ code: '403', title: 'Forbidden: bot was blocked by the user' }],
  email: [
    { code: '550', title: '5.1.1 The mailbox does not exist' },
    { code: '451', title: '4.7.1 Greylisted, try again later' },
  ],
  website_chat: [],
};

/** Per customer and channel; `read` for everyone else. */
export class Behaviours {
  readonly #set = new Map<string, Behaviour>();

  of(customerId: string, channel: SandboxChannel): Behaviour {
    return this.#set.get(`${channel} ${customerId}`) ?? 'read';
  }

  set(customerId: string, channel: SandboxChannel, behaviour: Behaviour): void {
    this.#set.set(`${channel} ${customerId}`, behaviour);
  }
}

/** The failure that is played, or null. */
export function failureOf(
  channel: SandboxChannel,
  behaviour: Behaviour,
): { code: string; title: string } | null {
  if (!behaviour.startsWith('fail:')) return null;
  const code = behaviour.slice('fail:'.length);
  return FAILURES[channel].find((failure) => failure.code === code) ?? { code, title: 'Failed' };
}
