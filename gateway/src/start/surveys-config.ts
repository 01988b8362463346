import { z } from 'zod';
import { DEFAULT_SURVEYS, type SurveyRules } from '../app/surveys/survey-rules.js';

const DAY_MS = 24 * 60 * 60_000;
const text = z.string().trim().min(1).max(300);

/** Member of `workspace` that says when and how contacts are asked how satisfied they are. */
export const surveysConfig = {
  surveys: z
    .strictObject({
      afterClosing: z.boolean().default(true),
      /** Also after a closing by `closing.autoCloseHours`. */
      afterAutoClose: z.boolean().default(false),
      delayMinutes: z.number().min(0).max(10_080).default(10),
      /** A contact is not asked twice within so many days, whatever asks. */
      cooldownDays: z.number().min(0).max(365).default(7),
      /** An answer counts for so many days. */
      deadlineDays: z.number().positive().max(90).default(7),
      /** The best score; WhatsApp lists ten answers at most. */
      scale: z.int().min(2).max(10).default(5),
      question: z.strictObject({ en: text.optional(), de: text.optional() }).default({}),
      /** For contacts whose language is neither. */
      language: z.enum(['en', 'de']).default('en'),
    })
    .optional(),
};

type Configured = NonNullable<z.output<(typeof surveysConfig)['surveys']>>;

/** @param publicUrl Where the page of a survey is reached; null: unknown */
export function surveyRules(configured: Configured | undefined, publicUrl: string | null): SurveyRules {
  if (!configured) return { ...DEFAULT_SURVEYS, publicUrl };
  const { afterClosing, afterAutoClose, delayMinutes, cooldownDays, deadlineDays, scale, language } =
    configured;
  const { en, de } = configured.question;
  return {
    configured: true,
    afterClosing,
    afterAutoClose,
    delayMs: delayMinutes * 60_000,
    cooldownMs: cooldownDays * DAY_MS,
    deadlineMs: deadlineDays * DAY_MS,
    scale,
    question: { ...(en !== undefined && { en }), ...(de !== undefined && { de }) },
    language,
    publicUrl,
  };
}
