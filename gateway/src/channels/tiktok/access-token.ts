import { z } from 'zod';
import { askForToken, withoutToken } from '../ask-for-token.js';
import { outcomeFrom } from '../error-table.js';
import { sharedRow } from '../shared-errors.js';
import { type AskedToken, TokenCache } from '../token-cache.js';
import type { TikTokSettings } from './settings.js';

const EARLY_MS = 10 * 60_000;
const Granted = z.object({
  code: z.literal(0),
  data: z.object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1).optional(),
    expires_in: z.number().positive(),
  }),
});
const Refused = z.object({ code: z.int() });

/** Access tokens of TikTok, good for a day. */
export class AccessTokens {
  readonly #cache: TokenCache;
  readonly #clock: () => number;
  /** Where TikTok gave another refresh token with an answer. Kept by this process alone. */
  readonly #refreshTokens = new Map<string, string>();

  constructor(clock: () => number) {
    this.#cache = new TokenCache(clock);
    this.#clock = clock;
  }

  /** @param refused the token that TikTok has just refused; it is not returned again */
  async get(settings: TikTokSettings, signal: AbortSignal, refused?: string) {
    const { baseUrl, appId, businessId, refreshToken } = settings;
    const key = JSON.stringify([baseUrl, appId, businessId, refreshToken]);
    return this.#cache.get(key, () => this.#ask(settings, key), signal, refused);
  }

  /** POST /open_api/{version}/tt_user/oauth2/refresh_token/, https://business-api.tiktok.com/portal/docs?id=1832184159540418 */
  async #ask(settings: TikTokSettings, key: string): Promise<AskedToken> {
    const { baseUrl, version, appId, appSecret, refreshToken, timeoutMs } = settings;
    const asked = await askForToken('TikTok', {
      url: `${baseUrl}/open_api/${version}/tt_user/oauth2/refresh_token/`,
      body: {
        client_id: appId,
        client_secret: appSecret,
        grant_type: 'refresh_token',
        refresh_token: this.#refreshTokens.get(key) ?? refreshToken,
      },
      timeoutMs,
    });
    if ('outcome' in asked) return asked;
    const granted = Granted.safeParse(asked.answer.json).data?.data;
    if (granted) {
      if (granted.refresh_token) this.#refreshTokens.set(key, granted.refresh_token);
      const lasts = Math.max(0, granted.expires_in * 1000 - EARLY_MS);
      return { token: granted.access_token, until: this.#clock() + lasts };
    }
    const code = Refused.safeParse(asked.answer.json).data?.code;
    const row = code === undefined ? null : sharedRow('tiktok', { code });
    return row === null
      ? withoutToken('TikTok', asked.answer)
      : { outcome: outcomeFrom(row, String(code), null) };
  }
}
