import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { AccountDefinition } from '../app/accounts/definition.js';
import { LimitsConfig } from './limits-config.js';
import { checkSegments, rulesConfig } from './rules-config.js';
import { sendingConfig } from './sending.js';
import { surveysConfig } from './surveys-config.js';
import { WebhooksConfig } from './webhooks-config.js';

/** The configuration cannot be used. One line a fault; each names the path in the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const text = z.string().trim().min(1);
const origin = z.string().regex(/^https?:\/\/[^/?#\s]+$/, {
  error: 'expected an origin such as https://crm.example, without a path',
});

/** The proxy's own address, a network, or a name that stands for several. */
const trustedProxy = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(['loopback', 'linklocal', 'uniquelocal'])],
  { error: 'expected an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal' },
);

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const Shape = z.strictObject({
  /** Whose `X-Forwarded-For` says where a request came from; off, it is the peer of the connection. */
  trustProxy: z.union([z.boolean(), z.array(trustedProxy).min(1)]).default(false),
  workspace: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'expected lower-case letters, digits and hyphens' }),
    preset: z.string().default('current'),
    /** The operator's own rules over the preset: the path of a JSON file, or the rules themselves. */
    overlay: z.union([text, z.record(z.string(), z.unknown())]).optional(),
    keepAssigneeOnClose: z.boolean().default(true),
    /** ISO 3166-1 alpha-2: completes phones written without a country code. */
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, { error: 'expected a country of two capital letters such as DE' })
      .default('DE'),
    ...sendingConfig,
    ...rulesConfig,
    ...surveysConfig,
    agentTokens: z
      .strictObject({
        issuer: text,
        /** Shared with the CRM (HS256) … */
        secret: z.string().min(32, { error: 'expected at least 32 characters' }).optional(),
        /** … or where it publishes its public keys (EdDSA, RS256). */
        jwksUrl: z
          .url({
            protocol: /^https?$/,
            error: 'expected a URL such as https://crm.example/.well-known/jwks.json',
          })
          .refine(
            (url) => !URL.canParse(url) || url.startsWith('https:') || LOOPBACK.test(new URL(url).hostname),
            {
              error: 'expected https; whoever changes the keys on their way is every agent',
            },
          )
          .optional(),
      })
      .refine(({ secret, jwksUrl }) => (secret === undefined) !== (jwksUrl === undefined), {
        path: ['secret'],
        error: 'expected either secret or jwksUrl',
      }),
    /** Web origins that may call the gateway from a browser. */
    allowedOrigins: z.array(origin).default([]),
  }),
  limits: LimitsConfig.prefault({}),
  webhooks: WebhooksConfig.prefault({}),
  channelAccounts: z
    .array(AccountDefinition)
    .default([])
    .superRefine((accounts, context) => {
      const seen = new Set<string>();
      for (const [index, { key }] of accounts.entries()) {
        if (seen.has(key))
          context.addIssue({ code: 'custom', path: [index, 'key'], message: `"${key}" is used twice` });
        seen.add(key);
      }
    }),
});
export const Config = Shape.superRefine(({ workspace }, context) => {
  checkSegments(workspace, context);
  if (workspace.agentTokens.secret === undefined && workspace.attachments.linkSecret === undefined)
    context.addIssue({
      code: 'custom',
      path: ['workspace', 'attachments', 'linkSecret'],
      message: 'expected at least 32 characters, because agentTokens has no secret to sign links with',
    });
});
export type Config = z.output<typeof Config>;

/**
 * Reads and checks a configuration file; paths in it are meant from its folder. `${NAME}` inside a string stands
 * for an environment variable.
 */
export async function readConfig(path: string, env: NodeJS.ProcessEnv): Promise<Config> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`Cannot read the configuration ${path}: ${(cause as Error).message}`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ConfigError(`${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
  const config = parseConfig(json, env, path);
  const { overlay } = config.workspace;
  if (typeof overlay === 'string') config.workspace.overlay = resolve(dirname(path), overlay);
  return config;
}

/** Checks a configuration that is already an object, e.g. from a program that embeds the gateway. */
export function parseConfig(json: unknown, env: NodeJS.ProcessEnv, name = 'configuration'): Config {
  const parsed = Config.safeParse(withEnvironment(json, env, name));
  if (parsed.success) return parsed.data;
  throw new ConfigError(configFaults(parsed.error, name));
}

/**
 * `${NAME}` inside a string stands for an environment variable.
 * @throws ConfigError naming each variable that is not set
 */
export function withEnvironment(json: unknown, env: NodeJS.ProcessEnv, name: string): unknown {
  const missing: string[] = [];
  const filled = fillPlaceholders(json, env, [], missing);
  if (missing.length > 0) throw new ConfigError(missing.map((line) => `${name}: ${line}`).join('\n'));
  return filled;
}

/** One line an issue: `file: workspace.agentTokens.secret: expected at least 32 characters`. */
export function configFaults(error: z.ZodError, name: string, under: readonly PropertyKey[] = []): string {
  return error.issues
    .map((issue) => `${name}: ${pathOf([...under, ...issue.path])}: ${issue.message}`)
    .join('\n');
}

function fillPlaceholders(
  value: unknown,
  env: NodeJS.ProcessEnv,
  path: readonly PropertyKey[],
  missing: string[],
): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
      const found = env[variable];
      if (found === undefined)
        missing.push(`${pathOf(path)}: the environment variable ${variable} is not set`);
      return found ?? '';
    });
  if (Array.isArray(value))
    return value.map((one, index) => fillPlaceholders(one, env, [...path, index], missing));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, fillPlaceholders(one, env, [...path, key], missing)]),
    );
  return value;
}

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(root)';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}
