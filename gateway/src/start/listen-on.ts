import type { FastifyInstance } from 'fastify';
import { StartError } from './start-error.js';

interface Place {
  readonly host: string;
  readonly port: number;
  /** Where the operator sets the port; the host is set beside it. */
  readonly variable: 'PORT' | 'METRICS_PORT';
}

/**
 * Starts to listen, and returns where.
 * @throws StartError with one line for the operator
 */
export async function listenOn(app: Pick<FastifyInstance, 'listen'>, place: Place): Promise<string> {
  const { host, port } = place;
  return app.listen({ host, port }).catch((cause: unknown) => {
    throw listenProblem(cause, place);
  });
}

function listenProblem(cause: unknown, { host, port, variable }: Place): StartError {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is in use; stop what uses it, or set ${variable} to another.`,
        { cause },
      );
    case 'EACCES':
      return new StartError(`Port ${port} on ${host} needs more rights; set ${variable} to one above 1023.`, {
        cause,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `This machine has no address ${host}; set ${variable.replace('PORT', 'HOST')} to another.`,
        { cause },
      );
    default:
      return new StartError(`Cannot listen on ${host}:${port}: ${message}`, { cause });
  }
}
