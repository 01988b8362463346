import { z } from 'zod';
import { askForToken, withoutToken } from '../ask-for-token.js';
import { outcomeFrom, REFUSED } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import { type AskedToken, TokenCache } from '../token-cache.js';
import type { WeChatSettings } from './settings.js';

/** WeChat renews a token itself in its last 5 minutes, and then both are good. */
const EARLY_MS = 5 * 60_000;
const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const Refused = z.object({ errcode: z.int() });

/**
 * Access tokens of WeChat. Several processes get the same one, because the stable token stays as it is while it is
 * good. https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
 */
export class AccessTokens {
  readonly #cache: TokenCache;
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#cache = new TokenCache(clock);
    this.#clock = clock;
  }

  /** @param refused the token that WeChat has just refused; it is not returned again */
  async get(settings: WeChatSettings, signal: AbortSignal, refused?: string) {
    const key = JSON.stringify([settings.baseUrl, settings.appId, settings.appSecret]);
    const renew = async () => {
      const first = await this.#ask(settings, false);
      // The same token again: only then is WeChat made to give another, which it does 20 times a day.
      return 'token' in first && first.token === refused ? this.#ask(settings, true) : first;
    };
    return this.#cache.get(key, renew, signal, refused);
  }

  /** POST /cgi-bin/stable_token */
  async #ask({ baseUrl, appId, appSecret, timeoutMs }: WeChatSettings, force: boolean): Promise<AskedToken> {
    const asked = await askForToken('WeChat', {
      url: `${baseUrl}/cgi-bin/stable_token`,
      body: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
      timeoutMs,
    });
    if ('outcome' in asked) return asked;
    const { json } = asked.answer;
    const granted = Token.safeParse(json).data;
    if (granted) {
      const lasts = Math.max(0, granted.expires_in * 1000 - EARLY_MS);
      return { token: granted.access_token, until: this.#clock() + lasts };
    }
    const code = Refused.safeParse(json).data?.errcode;
    return code === undefined
      ? withoutToken('WeChat', asked.answer)
      : { outcome: outcomeFrom(sharedRow('wechat', { code }) ?? REFUSED, String(code), null) };
  }
}
