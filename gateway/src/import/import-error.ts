/** The file cannot be imported at all, and nothing of it was written. The message is one line. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
