import { createServer } from 'node:net';
import { DemoError } from './demo-error.js';

/** Where each part of the demo listens. */
export interface DemoPorts {
  readonly crm: number;
  readonly gateway: number;
  readonly sandbox: number;
  readonly smtp: number;
}

export const HOST = '127.0.0.1';

const PARTS: Readonly<Record<keyof DemoPorts, { port: number; variable: string; name: string }>> = {
  crm: { port: 4500, variable: 'DEMO_CRM_PORT', name: 'the CRM page' },
  gateway: { port: 4501, variable: 'DEMO_GATEWAY_PORT', name: 'the gateway' },
  sandbox: { port: 4502, variable: 'DEMO_SANDBOX_PORT', name: 'the customer’s side' },
  smtp: { port: 4503, variable: 'DEMO_SMTP_PORT', name: 'the customers’ mail server' },
};
const NAMES = Object.keys(PARTS) as (keyof DemoPorts)[];

/** The usual ports, or those that the environment asks for. */
export function portsFrom(env: NodeJS.ProcessEnv): DemoPorts {
  const ports = NAMES.map((part) => {
    const { port, variable } = PARTS[part];
    const wanted = env[variable];
    if (wanted === undefined || wanted === '') return [part, port] as const;
    const number = Number(wanted);
    if (!Number.isInteger(number) || number < 1 || number > 65_535)
      throw new DemoError(`${variable} expects a port from 1 to 65535, got "${wanted}"`);
    return [part, number] as const;
  });
  return Object.fromEntries(ports) as unknown as DemoPorts;
}

/**
 * Says which port is taken before anything else is started.
 * @throws DemoError with one line
 */
export async function checkPorts(ports: DemoPorts): Promise<void> {
  for (const part of NAMES) {
    const { variable, name } = PARTS[part];
    if (!(await isFree(ports[part])))
      throw new DemoError(
        `Port ${ports[part]} for ${name} is taken. Stop what uses it (another npm start?), or choose another: ${variable}=${ports[part] + 100} npm start`,
      );
  }
}

/** Ports that nobody uses at this moment. */
export async function freePorts(): Promise<DemoPorts> {
  const found = await Promise.all(NAMES.map(listenOnce));
  return Object.fromEntries(NAMES.map((part, index) => [part, found[index]])) as unknown as DemoPorts;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

function listenOnce(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
