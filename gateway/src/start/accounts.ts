import type { Channel } from '@outbound-composer/core';
import type { DispatchAccount } from '../app/deps.js';
import type { ChannelAdapter } from '../channels/adapter.js';
import { type Config, ConfigError, configFaults } from './config.js';

type Settings = Pick<DispatchAccount, 'key' | 'channel' | 'adapter' | 'settings' | 'rate'>;

/**
 * The configured accounts that this process can send through, their settings checked by the channel's adapter.
 * @throws ConfigError naming each fault by its path
 */
export function dispatchSettings(
  { channelAccounts }: Config,
  adapters: ReadonlyMap<Channel, ChannelAdapter>,
): Settings[] {
  const faults: string[] = [];
  const accounts = channelAccounts.flatMap(({ key, channel, settings, rate }, index) => {
    if (settings === undefined) return [];
    const path = ['channelAccounts', index, 'settings'];
    const adapter = adapters.get(channel);
    if (!adapter) {
      const known = [...adapters.keys()].join(', ');
      faults.push(
        `configuration: channelAccounts[${index}].settings: this gateway sends by ${known}; without settings, ${channel} gives verdicts only`,
      );
      return [];
    }
    const parsed = adapter.settings.safeParse(settings);
    if (!parsed.success) {
      faults.push(configFaults(parsed.error, 'configuration', path));
      return [];
    }
    return [{ key, channel, adapter, settings: parsed.data, rate }];
  });
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return accounts;
}
