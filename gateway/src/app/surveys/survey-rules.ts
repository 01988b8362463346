import type { Deps } from '../deps.js';
import type { Language } from '../wire.js';

/** When and how contacts are asked how satisfied they are. */
export interface SurveyRules {
  /** Whether the operator has said anything about surveys, so that agents are offered a choice. */
  readonly configured: boolean;
  /** After each closing, unless the closing says otherwise. */
  readonly afterClosing: boolean;
  /** Also where nobody closed but the silence did. */
  readonly afterAutoClose: boolean;
  readonly delayMs: number;
  /** A contact is not asked again within this time, whatever asks. */
  readonly cooldownMs: number;
  /** From the asking on; a later answer does not count. */
  readonly deadlineMs: number;
  /** The best score; the worst is 1. */
  readonly scale: number;
  /** Instead of our own words. */
  readonly question: Partial<Readonly<Record<Language, string>>>;
  /** For contacts of whose language nothing is known, or that we have no words in. */
  readonly language: Language;
  /** Where the page of a survey is reached, without a trailing slash; null: nowhere, so no link is sent. */
  readonly publicUrl: string | null;
}

export const DEFAULT_SURVEYS: SurveyRules = {
  configured: false,
  afterClosing: false,
  afterAutoClose: false,
  delayMs: 10 * 60_000,
  cooldownMs: 7 * 24 * 60 * 60_000,
  deadlineMs: 7 * 24 * 60 * 60_000,
  scale: 5,
  question: {},
  language: 'en',
  publicUrl: null,
};

export const surveyRulesOf = ({ surveys = DEFAULT_SURVEYS }: Pick<Deps, 'surveys'>): SurveyRules => surveys;
