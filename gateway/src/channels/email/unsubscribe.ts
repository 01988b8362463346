import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Account, ChannelEvent, Outbound, WebhookReply, WebhookRequest } from '../adapter.js';
import type { EmailSettings } from './settings.js';

/** Name of the parameter in the links. */
const PARAMETER = 'unsubscribe';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Headers by which a mail program unsubscribes without a page; only for subscription mail. The mail server's DKIM
 * signature must cover both. https://www.rfc-editor.org/rfc/rfc8058
 */
export function unsubscribeHeaders(
  { unsubscribe }: EmailSettings,
  { purpose, to }: Outbound,
): Record<string, string> {
  if (unsubscribe === undefined || purpose !== 'marketing') return {};
  const url = new URL(unsubscribe.url);
  url.searchParams.set(PARAMETER, seal(to, unsubscribe.secret));
  return { 'List-Unsubscribe': `<${url.href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

export const isUnsubscribing = ({ query }: WebhookRequest): boolean => query[PARAMETER] !== undefined;

/** The page behind the link. Looking at it changes nothing: scanners of mail follow links. */
export function askToUnsubscribe(
  { settings }: Account<EmailSettings>,
  request: WebhookRequest,
): WebhookReply | null {
  if (request.method !== 'GET' || !isUnsubscribing(request)) return null;
  const address = addressOf(settings, request);
  const words = wordsFor(request);
  return address === null
    ? page(words, 404, `<p>${words.invalid}</p>`)
    : page(
        words,
        200,
        `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><p>${words.ask}</p><button>${words.button}</button></form>`,
      );
}

/** The answer to the button; mail programs look at its status alone. */
export function unsubscribed(_account: unknown, request: WebhookRequest): WebhookReply | null {
  const words = wordsFor(request);
  return isUnsubscribing(request) ? page(words, 200, `<p>${words.done}</p>`) : null;
}

/** The address in the link, or null when the link is not one of ours. */
export function addressOf({ unsubscribe }: EmailSettings, { query }: WebhookRequest): string | null {
  return unsubscribe === undefined ? null : open(query[PARAMETER] ?? '', unsubscribe.secret);
}

export function unsubscribeEvents(address: string, at: number): ChannelEvent[] {
  return [{ type: 'consent', from: address, change: 'opted_out', at }];
}

/** Encrypted and authenticated, so that a link neither shows nor lets anyone choose whom it unsubscribes. */
function seal(address: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  const sealed = Buffer.concat([cipher.update(address, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function open(token: string, secret: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    return null;
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'outbound-composer unsubscribe', 32));
}

const WORDS = {
  en: {
    lang: 'en',
    title: 'Unsubscribe',
    ask: 'Do you want no more news from us by e-mail?',
    button: 'Unsubscribe',
    done: 'You will get no more news from us by e-mail.',
    invalid: 'This link is not complete.',
  },
  de: {
    lang: 'de',
    title: 'Abmelden',
    ask: 'Möchten Sie keine Neuigkeiten mehr per E-Mail?',
    button: 'Abmelden',
    done: 'Sie bekommen keine Neuigkeiten mehr per E-Mail.',
    invalid: 'Dieser Link ist nicht vollständig.',
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

function wordsFor({ headers }: WebhookRequest): Words {
  return /^de\b/i.test(headers['accept-language'] ?? '') ? WORDS.de : WORDS.en;
}

function page({ lang, title }: Words, status: number, content: string): WebhookReply {
  const body = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><main><h1>${title}</h1>${content}</main></html>`;
  return { status, contentType: 'text/html; charset=utf-8', body };
}
