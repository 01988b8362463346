import type { SendOutcome } from './adapter.js';

/** A token and until when it is good (epoch milliseconds), or what became of the message that needed it. */
export type AskedToken =
  | { readonly token: string; readonly until: number }
  | { readonly outcome: SendOutcome };

type Result = { readonly token: string } | { readonly outcome: SendOutcome };

/** Short-lived access tokens, each asked for once however many messages wait for it. */
export class TokenCache {
  readonly #known = new Map<string, { readonly token: string; readonly until: number }>();
  readonly #asked = new Map<string, Promise<Result>>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * @param key what the token is for
   * @param ask asks the provider; shared by all that wait, so nobody's own signal may end it
   * @param refused the token that the provider has just refused; it is not returned again
   */
  async get(
    key: string,
    ask: () => Promise<AskedToken>,
    signal: AbortSignal,
    refused?: string,
  ): Promise<Result> {
    const known = this.#known.get(key);
    if (known && known.token !== refused && known.until > this.#clock()) return { token: known.token };
    const asked = this.#asked.get(key) ?? this.#ask(key, ask);
    this.#asked.set(key, asked);
    return waitFor(asked, signal);
  }

  async #ask(key: string, ask: () => Promise<AskedToken>): Promise<Result> {
    try {
      const asked = await ask();
      if ('token' in asked) this.#known.set(key, asked);
      return asked;
    } finally {
      this.#asked.delete(key);
    }
  }
}

const CANCELLED: SendOutcome = {
  outcome: 'retry',
  failure: {
    reason: 'cancelled',
    message: 'The gateway stopped before sending.',
    remedy: null,
    retriable: true,
    providerCode: null,
  },
  afterMs: null,
};

async function waitFor(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  if (signal.aborted) return { outcome: CANCELLED };
  return new Promise((resolve, reject) => {
    const stop = () => resolve({ outcome: CANCELLED });
    signal.addEventListener('abort', stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
