import {
  englishTemplateWords,
  sayTemplateProblem,
  type TemplateProblem,
} from '../message/template-problem.js';
import { languageOf } from './format.js';
import { germanTemplateWords } from './template-problem.de.js';

/**
 * What keeps a template from being sent, in one sentence with its figures.
 *
 * @param locale BCP 47; English and German have texts, others get English with their own figures.
 * @example
 * const [problem] = validateTemplate({ ...template, status: 'paused' }, values);
 * describeTemplateProblem(problem, 'de') // 'Die Vorlage muss genehmigt sein, sie ist pausiert.'
 */
export function describeTemplateProblem(problem: TemplateProblem, locale = 'en'): string {
  const words = languageOf(locale) === 'de' ? germanTemplateWords : englishTemplateWords;
  return sayTemplateProblem(problem, words, locale);
}
