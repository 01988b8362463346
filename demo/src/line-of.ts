import { DemoError } from './demo-error.js';

/** An error that has one line for the person at the terminal; anything else is shown whole. */
export function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const oneLine =
    error instanceof DemoError || ['ConfigError', 'StartError', 'EmbeddedPostgresError'].includes(error.name);
  return oneLine ? error.message : (error.stack ?? error.message);
}
