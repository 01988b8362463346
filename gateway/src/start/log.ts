import { pino, stdSerializers } from 'pino';

export type Log = ReturnType<typeof createLog>;

export interface LogOptions {
  /** `silent`, `error`, `warn`, `info` (default) or `debug`. */
  readonly level?: string;
  /** Default: standard error, so that standard output is free for what a command prints. */
  readonly destination?: { write(line: string): void };
}

/** Structured lines without message bodies, phone numbers, e-mail addresses or tokens. */
export function createLog({ level = 'info', destination }: LogOptions = {}) {
  return pino(
    { level, base: null, serializers: { err: errorWithoutData } },
    destination ?? pino.destination(2),
  );
}

/**
 * An error as it is logged. PostgreSQL quotes rows in its messages and details, so of its errors only code and
 * place are kept.
 */
export function errorWithoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'a value that is no error was thrown' };
  const { code, severity, table, constraint, routine } = error as Error & Record<string, unknown>;
  if (typeof severity === 'string' && typeof code === 'string')
    return { type: 'PostgresError', code, table, constraint, routine, stack: framesOf(error) };
  const { type, message, stack } = stdSerializers.errWithCause(error);
  return { type, message, code, stack, cause: error.cause && errorWithoutData(error.cause) };
}

/** The stack without its first line, which repeats the message. */
function framesOf({ stack }: Error): string | undefined {
  return stack?.slice(stack.indexOf('\n    at ') + 1);
}
