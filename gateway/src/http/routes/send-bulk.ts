import { z } from 'zod';
import { ProblemError } from '../../app/problem.js';
import { type BulkAnswer, sendBulk } from '../../app/send-bulk.js';
import type { Language } from '../../app/wire.js';
import { contractRoute } from '../contract-route.js';
import { zodFieldErrors } from '../field-errors.js';
import { languageOf } from '../language.js';
import { problemBody, problemOf } from '../problems.js';
import { sendAnswer } from '../send-answer.js';
import type { App, HttpContext } from '../server.js';

/** A thousand messages of the longest kind that people write. */
const BODY_LIMIT = 8 * 1024 * 1024;

export function sendBulkRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('sendBulk'),
    bodyLimit: BODY_LIMIT,
    handler: async (request) => {
      const { actor, body } = request;
      const language = languageOf(request);
      const answers = await sendBulk(deps, { actor, items: body.items, workspace });
      return { items: answers.map((answer, index) => itemAnswer(answer, index)) };

      function itemAnswer(answer: BulkAnswer, index: number) {
        try {
          return { ok: true as const, result: resultOf(answer, language) };
        } catch (error) {
          const problem = problemOf(error, request);
          if (problem.status >= 500) request.log.error({ err: error, item: index }, 'a bulk item failed');
          return { ok: false as const, problem: problemBody(problem) };
        }
      }
    },
  });
}

function resultOf(answer: BulkAnswer, language: Language) {
  if ('result' in answer) return sendAnswer(answer.result, language);
  if (!(answer.error instanceof z.ZodError)) throw answer.error;
  const errors = zodFieldErrors(answer.error, 'item');
  const detail = `${errors[0]?.field}: ${errors[0]?.message}`;
  throw new ProblemError('validation_failed', detail, { errors });
}
