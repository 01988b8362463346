/** The gateway cannot start, and the message is one line that says why and what helps. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
