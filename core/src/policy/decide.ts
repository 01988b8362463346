import { judge } from './judge.js';
import type { PolicyPreset } from './preset.js';
import { current } from './presets/current.js';
import type { Decision, OutboundRequest } from './types.js';

/**
 * Whether a message may be sent, in which form, until when, at what price, and why.
 *
 * @param request Instants are epoch milliseconds or ISO 8601 text with an offset.
 * @param preset By which rules; `current` unless told.
 * @returns A decision, always: bad input is `blocked` with `invalid_request`, `invalid_timestamp` or
 *   `future_timestamp`, never an exception and never `open`. It is read-only, and shared with other questions where
 *   nothing of this one shows in it.
 * @example
 * decide({
 *   at: '2026-11-24T10:00:00Z',
 *   channel: 'whatsapp',
 *   sender: 'human',
 *   purpose: 'support',
 *   window: { lastInboundAt: '2026-11-23T09:00:00Z' },
 * }).reason // 'window_closed': the 24 hours ended an hour ago, an approved template may go
 */
export function decide(request: OutboundRequest, preset: PolicyPreset = current): Decision {
  return judge(request, preset);
}
