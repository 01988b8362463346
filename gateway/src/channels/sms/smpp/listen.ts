import { setTimeout } from 'node:timers/promises';
import type { Inbox } from '../../adapter.js';
import type { SmppLink } from './link.js';
import { SmppReader } from './receive.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** How often texts are looked for whose other parts do not come. */
const TIDY_MS = 60_000;

/** Keeps the account bound, and takes in what the carrier delivers, until `signal` is aborted. */
export async function listenSmpp(
  link: SmppLink,
  inbox: Inbox,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  const reader = new SmppReader(link.settings, clock);
  link.deliver = async (pdu) => {
    const { events, taken } = reader.read(pdu);
    if (events.length > 0) await inbox.take(events);
    taken();
  };
  const tidy = async (all: boolean) => {
    const events = reader.incomplete(all);
    if (events.length > 0) await inbox.take(events).catch(inbox.failed);
  };
  const timer = setInterval(() => void tidy(false), TIDY_MS).unref();
  const stopped = new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; ) {
    try {
      const session = await link.session();
      pause = FIRST_PAUSE_MS;
      await Promise.race([link.ended(session), stopped]);
    } catch (error) {
      inbox.failed(error);
    }
    if (!signal.aborted) await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
  link.deliver = null;
  clearInterval(timer);
  await tidy(true);
}
