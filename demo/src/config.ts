import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { SandboxAccounts } from './sandbox/sandbox.js';

/** What the demo itself reads of the gateway's configuration; the gateway checks the whole of it. */
const DemoConfig = z.looseObject({
  workspace: z.looseObject({
    name: z.string(),
    preset: z.string(),
    defaultCountry: z.string(),
    agentTokens: z.object({ issuer: z.string(), secret: z.string() }),
    allowedOrigins: z.array(z.string()),
  }),
  channelAccounts: z.array(
    z.looseObject({
      key: z.string(),
      channel: z.string(),
      address: z.string().optional(),
      facts: z.record(z.string(), z.unknown()).optional(),
      settings: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
export type DemoConfig = z.infer<typeof DemoConfig>;

/** Where the parts of a running demo are. */
export interface DemoPlaces {
  readonly crmOrigins: readonly string[];
  readonly sandboxUrl: string;
  readonly smtpPort: number;
}

/** The configuration file, with the addresses of its channels set to this demo's parts. */
export async function demoConfig(places: DemoPlaces): Promise<DemoConfig> {
  const file = new URL('../gateway.config.json', import.meta.url);
  const config = DemoConfig.parse(JSON.parse(await readFile(file, 'utf8')));
  config.workspace.allowedOrigins = [...places.crmOrigins];
  for (const { channel, settings } of config.channelAccounts) {
    if (settings === undefined) continue;
    if (channel === 'email') settings.port = places.smtpPort;
    if ('baseUrl' in settings) settings.baseUrl = places.sandboxUrl;
  }
  return config;
}

/** The same accounts as their providers see them. */
export function sandboxAccounts(config: DemoConfig): SandboxAccounts {
  const account = (channel: string) => {
    const found = config.channelAccounts.find((one) => one.channel === channel);
    if (found?.settings === undefined)
      throw new Error(`The demo's configuration has no ${channel} account with settings`);
    return { key: found.key, address: found.address ?? '', settings: found.settings };
  };
  const whatsapp = account('whatsapp');
  const telegram = account('telegram');
  const email = account('email');
  const chat = account('website_chat');
  return {
    whatsapp: {
      key: whatsapp.key,
      displayNumber: whatsapp.address,
      phoneNumberId: String(whatsapp.settings.phoneNumberId),
      businessAccountId: String(whatsapp.settings.businessAccountId),
      accessToken: String(whatsapp.settings.accessToken),
      appSecret: String(whatsapp.settings.appSecret),
    },
    telegram: {
      key: telegram.key,
      botToken: String(telegram.settings.botToken),
      secretToken: String(telegram.settings.secretToken),
    },
    email: {
      key: email.key,
      address: email.address,
      user: String(email.settings.user),
      password: String(email.settings.password),
      hookSecret: String(email.settings.hookSecret),
    },
    websiteChat: { key: chat.key, visitorSecret: String(chat.settings.visitorSecret) },
  };
}
