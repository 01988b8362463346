import { z } from 'zod';
import type { SendOutcome } from '../adapter.js';
import { callProvider } from '../call-provider.js';
import { outcomeFrom, REFUSED, rowForStatus } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import type { WeChatSettings } from './settings.js';

/** WeChat renews a token itself in its last 5 minutes, and then both are good. */
const EARLY_MS = 5 * 60_000;
const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const Refused = z.object({ errcode: z.int() });

type Result = { readonly token: string } | { readonly outcome: SendOutcome };
interface Entry {
  readonly token: string;
  readonly until: number;
}

/**
 * Access tokens, one an account, asked for once however many messages wait for it. Several processes get the same
 * token, because the stable token stays as it is while it is good.
 * https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
 */
export class AccessTokens {
  readonly #known = new Map<string, Entry>();
  readonly #asked = new Map<string, Promise<Result>>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @param refused the token that WeChat has just refused; it is not returned again */
  async get(settings: WeChatSettings, signal: AbortSignal, refused?: string): Promise<Result> {
    const key = JSON.stringify([settings.baseUrl, settings.appId, settings.appSecret]);
    const known = this.#known.get(key);
    if (known && known.token !== refused && known.until > this.#clock()) return { token: known.token };
    const asked = this.#asked.get(key);
    // One that waits for another's question does not end with it.
    if (asked) return waitFor(asked, signal);
    const asking = this.#ask(settings, key, refused).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asking);
    return waitFor(asking, signal);
  }

  async #ask(settings: WeChatSettings, key: string, refused: string | undefined): Promise<Result> {
    const first = await ask(settings, false);
    // The same token again: only then is WeChat made to give another, which it does 20 times a day.
    const result = 'entry' in first && first.token === refused ? await ask(settings, true) : first;
    if (!('entry' in result)) return result;
    this.#known.set(key, {
      token: result.token,
      until: this.#clock() + Math.max(0, result.entry * 1000 - EARLY_MS),
    });
    return { token: result.token };
  }
}

/** POST /cgi-bin/stable_token. Whatever fails here, the message has not left. */
async function ask(
  { baseUrl, appId, appSecret, timeoutMs }: WeChatSettings,
  force: boolean,
): Promise<{ token: string; entry: number } | { outcome: SendOutcome }> {
  const called = await callProvider({
    url: `${baseUrl}/cgi-bin/stable_token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credential',
      appid: appId,
      secret: appSecret,
      force_refresh: force,
    }),
    timeoutMs,
    // Shared by all that wait, so nobody's own signal may end it.
    signal: new AbortController().signal,
  });
  if ('fault' in called) {
    const { reason, ...failure } = called.fault.failure;
    const known = reason === 'no_answer' ? { ...NOT_ANSWERED, providerCode: failure.providerCode } : null;
    return {
      outcome: { outcome: 'retry', failure: known ?? called.fault.failure, afterMs: null },
    };
  }
  const { status, json } = called.answer;
  const granted = Token.safeParse(json).data;
  if (granted) return { token: granted.access_token, entry: granted.expires_in };
  const code = Refused.safeParse(json).data?.errcode;
  if (code === undefined) {
    // No message left, so a server that broke may be asked again.
    const row = rowForStatus(status);
    return { outcome: outcomeFrom({ ...row, ...BROKEN }, String(status), null) };
  }
  return { outcome: outcomeFrom(sharedRow('wechat', { code }) ?? REFUSED, String(code), null) };
}

const BROKEN = {
  outcome: 'retry',
  reason: 'provider_unreachable',
  message: 'WeChat gave no access token.',
  remedy: null,
  retriable: true,
  afterMs: 5_000,
} as const;

const NOT_ANSWERED = {
  reason: 'provider_unreachable',
  message: 'WeChat did not answer when it was asked for an access token.',
  remedy: null,
  retriable: true,
} as const;

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
