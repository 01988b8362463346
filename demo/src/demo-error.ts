/** The demo cannot start; the message is one line for the person at the terminal. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
