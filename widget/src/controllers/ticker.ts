import type { ReactiveController } from 'lit';
import type { Host } from './host.js';

/** Draws the element again exactly when something that only time changes would look different. */
export class Ticker implements ReactiveController {
  #timer: unknown = null;

  constructor(
    private readonly host: Host,
    /** Milliseconds until the next difference, or null when there is none. */
    private readonly wait: () => number | null,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    this.host.clock.cancel(this.#timer);
    // An answer that was under way draws an element that has left the page once more.
    if (!this.host.isConnected) return;
    const ms = this.wait();
    if (ms !== null) this.#timer = this.host.clock.after(Math.max(ms, 1), () => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.host.clock.cancel(this.#timer);
  }
}
