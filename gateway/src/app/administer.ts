import { mayAdminister } from './access.js';
import type { Actor } from './deps.js';
import { ProblemError } from './problem.js';

/** @throws ProblemError `forbidden` */
export function requireAdministrator(actor: Actor): void {
  if (mayAdminister(actor)) return;
  throw new ProblemError('forbidden', 'This is for API keys, owners and managers.');
}
