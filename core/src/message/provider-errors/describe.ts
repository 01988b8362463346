import { duration } from '../../explain/format.js';
import { fill } from '../pattern.js';
import type { FailureText, ProviderErrorRow } from './row.js';

/** A failure in the agent's language. */
export interface DescribedFailure {
  /** What happened, in one sentence. */
  readonly message: string;
  /** What to do instead; null: nothing helps but waiting. */
  readonly remedy: string | null;
}

/**
 * What to tell the agent about a provider's error, with its figures.
 *
 * @param locale BCP 47; English and German have texts, others get English with their own figures.
 * @throws RangeError when the locale is unknown to this runtime.
 * @example describeFailure(providerError('whatsapp', { code: 131049 })!, 'de').remedy
 *   // 'Warten Sie mindestens 24 Stunden, oder schreiben Sie ohne Werbung.'
 */
export function describeFailure(
  { message, remedy, afterMs }: ProviderErrorRow,
  locale = 'en',
): DescribedFailure {
  const figures = afterMs === undefined ? {} : { wait: duration(afterMs, locale) };
  const say = (text: FailureText) =>
    fill(locale.slice(0, 2).toLowerCase() === 'de' ? text.de : text.en, figures);
  return { message: say(message), remedy: remedy === null ? null : say(remedy) };
}
