import type { Clock } from '../utils/clock.js';
import { tokenExpiry } from '../utils/token-expiry.js';

export type GetToken = () => string | Promise<string>;

// A token that ends within this time is renewed before it is used: it must survive the way to the gateway.
const RENEW_AHEAD_MS = 20_000;

/** The current token, renewed by the host's `getToken` shortly before it expires. */
export class TokenSource {
  #token: string | null;
  #renewal: Promise<string> | null = null;

  constructor(
    token: string | null,
    private readonly getToken: GetToken | null,
    private readonly clock: Clock,
  ) {
    this.#token = token;
  }

  get renewable(): boolean {
    return this.getToken !== null;
  }

  async current(): Promise<string> {
    const token = this.#token;
    if (token === null) return this.renew();
    const expiry = tokenExpiry(token);
    const ends = expiry !== null && expiry - this.clock.now() < RENEW_AHEAD_MS;
    return ends && this.renewable ? this.renew() : token;
  }

  /** Asks the host for a new token. Calls at the same time share one question. */
  renew(): Promise<string> {
    if (this.getToken === null) return Promise.resolve(this.#token ?? '');
    this.#renewal ??= Promise.resolve(this.getToken())
      .then((token) => {
        this.#token = token;
        return token;
      })
      .finally(() => {
        this.#renewal = null;
      });
    return this.#renewal;
  }
}
