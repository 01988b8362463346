import { describeFailure, PROVIDER_ERRORS, type ProviderErrorRow } from '../message/provider-errors/index.js';
import { table } from './markdown.js';

const NAMES: Readonly<Record<keyof typeof PROVIDER_ERRORS, string>> = {
  whatsapp: 'WhatsApp Cloud API',
  messenger: 'Messenger',
  instagram: 'Instagram',
  viber: 'Viber bots',
  wechat: 'WeChat',
  telegram: 'Telegram',
  line: 'LINE',
  tiktok: 'TikTok',
  zalo_oa: 'Zalo OA',
  x: 'X',
  discord: 'Discord',
  slack: 'Slack',
  twilio: 'Twilio',
  smtp: 'SMTP',
};

/** `docs/provider-errors.md`: what each provider's error codes mean, written out of the table. */
export function providerErrorsDocument(): string {
  const sections = Object.entries(PROVIDER_ERRORS).map(
    ([provider, rows]) => `## ${NAMES[provider as keyof typeof NAMES]}\n\n${errorTable(rows)}`,
  );
  return `${[
    '# Provider errors',
    '<!-- Generated from core/src/message/provider-errors by `npm run generate`. Do not edit. -->',
    INTRODUCTION,
    ...sections,
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `What \`providerError(provider, answer)\` of \`@outbound-composer/core/provider-errors\` knows, and what \`describeFailure(row, locale)\` tells the agent. *Outcome*: **rejected** means that nothing was sent and the same would not help now, **retry** that nothing was sent and the same helps after a pause, **unknown** that nobody can tell, so that it must not be sent again by itself. *Again*: whether the same message can help later, by itself or when a person sends it.

A code that stands here nowhere is to be treated as unknown. *Confidence* is that of the source: **high** is the provider’s own page, **medium** a copy of it or several third parties, **low** one weak source, **unverified** none that was seen to say so.`;

function errorTable(rows: readonly ProviderErrorRow[]): string {
  return table(
    ['code', 'reason', 'outcome', 'again', 'told in English', 'told in German', 'source', 'confidence'],
    rows.map((row) => [
      `\`${row.code}\`${row.text === undefined ? '' : ` with \`${row.text.source}\``}`,
      row.reason,
      row.outcome,
      row.retriable ? 'yes' : 'no',
      told(row, 'en'),
      told(row, 'de'),
      `<${row.source}>`,
      row.confidence,
    ]),
  );
}

function told(row: ProviderErrorRow, locale: string): string {
  const { message, remedy } = describeFailure(row, locale);
  return remedy === null ? message : `${message} ${remedy}`;
}
