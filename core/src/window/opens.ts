import type { PolicyPreset } from '../policy/preset.js';
import { current } from '../policy/presets/current.js';
import type { Channel } from '../policy/types.js';
import { always, type CountsOpener } from './fold.js';

/**
 * Which acts of a contact open a window on this channel, for the fold: a reaction must not replace the message that
 * did open it. Channels without a window count every act.
 *
 * @example foldWindows(events, opensWindow('whatsapp'))
 */
export function opensWindow(channel: Channel, preset: PolicyPreset = current): CountsOpener {
  const policy = preset.timelines.get(channel)?.[0]?.latest;
  if (policy === undefined || policy.kind !== 'spans') return always;
  const { spans } = policy;
  return (opener) => spans[opener] !== undefined;
}
