import type { Customer } from './customers.js';
import type { SandboxMessage } from './inbox.js';
import type { Sandbox } from './sandbox.js';

/** The customer writes in the chat of our website, with the visitor's token that their browser keeps. */
export async function writeByChat(
  _sandbox: Sandbox,
  _customer: Customer,
  _message: SandboxMessage,
  _signal: AbortSignal,
): Promise<void> {
  throw new Error('The website chat is not there yet');
}
