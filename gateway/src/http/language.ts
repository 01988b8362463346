import type { FastifyRequest } from 'fastify';
import type { Language } from '../app/wire.js';

const SPOKEN: readonly Language[] = ['en', 'de'];

/** The best language of Accept-Language that explanations exist in; English otherwise. */
export function languageOf(request: FastifyRequest): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const spoken = SPOKEN.find((one) => one === language);
    if (spoken) return spoken;
  }
  return 'en';
}
