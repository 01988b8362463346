import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** Why no webhook may go to an address, in words that follow "the URL". */
export type Refusal = string;

/**
 * Whether the operator allows an address that would be refused: `http://n8n:5678` is an origin, `http://127.0.0.1:*`
 * any port of it.
 */
export function isAllowedPrivate(url: URL, allowPrivateUrls: readonly string[]): boolean {
  return allowPrivateUrls.some(
    (allowed) => allowed === url.origin || allowed === `${url.protocol}//${url.hostname}:*`,
  );
}

/**
 * Looks at an address before a webhook is ever sent to it. A name that does not resolve now is let through: what it
 * resolves to is looked at again by every connection.
 */
export async function refusalOf(
  address: string,
  allowPrivateUrls: readonly string[],
): Promise<Refusal | null> {
  const url = new URL(address);
  if (isAllowedPrivate(url, allowPrivateUrls)) return null;
  if (url.username !== '' || url.password !== '') return 'carries a user name or password';
  if (url.protocol !== 'https:') return 'is not https';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = ipaddr.isValid(host) ? [host] : await resolved(host);
  return addresses.every(isPublic) ? null : 'leads to a private or loopback address';
}

async function resolved(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';
