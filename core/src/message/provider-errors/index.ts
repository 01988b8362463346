import { lineErrors } from './line.js';
import { instagramErrors, messengerErrors } from './meta.js';
import { discordErrors, slackErrors, tiktokErrors, xErrors, zaloOaErrors } from './other-chats.js';
import type { ProviderErrorRow } from './row.js';
import { smtpErrors } from './smtp.js';
import { telegramErrors } from './telegram.js';
import { twilioErrors } from './twilio.js';
import { viberErrors } from './viber.js';
import { wechatErrors } from './wechat.js';
import { whatsappErrors } from './whatsapp.js';

export * from './describe.js';
export {
  FAILURE_REASONS,
  type FailureReason,
  type FailureText,
  type ProviderErrorRow,
} from './row.js';

/** What every provider's errors mean, in one table. Sources and doubts stand in the rows. */
export const PROVIDER_ERRORS = {
  whatsapp: whatsappErrors,
  messenger: messengerErrors,
  instagram: instagramErrors,
  viber: viberErrors,
  wechat: wechatErrors,
  telegram: telegramErrors,
  line: lineErrors,
  tiktok: tiktokErrors,
  zalo_oa: zaloOaErrors,
  x: xErrors,
  discord: discordErrors,
  slack: slackErrors,
  twilio: twilioErrors,
  smtp: smtpErrors,
} satisfies Record<string, readonly ProviderErrorRow[]>;
export type Provider = keyof typeof PROVIDER_ERRORS;

/** What a provider answered. */
export interface ProviderAnswer {
  /** The provider's code, or the HTTP status where it has none. */
  readonly code: string | number;
  /** Meta's `error_subcode`. */
  readonly subcode?: string | number | undefined;
  /** The provider's words; needed where one code stands for several errors. */
  readonly text?: string | undefined;
}

/**
 * What an error means, or null when the table does not know it: then neither its permanence nor its cause is known,
 * and it should be treated as `unknown`.
 *
 * The most precise row wins: code with subcode, then code with words, then the code, then a mail code's whole class.
 *
 * @example providerError('instagram', { code: 10, subcode: 2534022 })?.reason // 'window_closed'
 */
export function providerError(
  provider: Provider,
  { code, subcode, text }: ProviderAnswer,
): ProviderErrorRow | null {
  const rows: readonly ProviderErrorRow[] = PROVIDER_ERRORS[provider];
  const keys = [`${code}/${subcode}`, `${code}`, String(code).split('.')[0]];
  for (const key of keys) {
    const candidates = rows.filter((row) => row.code === key);
    const worded = candidates.find(
      (row) => row.text !== undefined && text !== undefined && row.text.test(text),
    );
    const found = worded ?? candidates.find((row) => row.text === undefined);
    if (found !== undefined) return found;
  }
  return null;
}
