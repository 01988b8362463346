import { checkEligibility } from '../../app/check-eligibility.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import { problemBody } from '../problems.js';
import type { App, HttpContext } from '../server.js';

export function checkEligibilityRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    ...contractRoute('checkEligibility'),
    handler: async (request) => {
      const { actor, body } = request;
      const checked = await checkEligibility(deps, {
        actor,
        items: body.items,
        language: languageOf(request),
        workspace,
      });
      return {
        items: checked.map((item) =>
          'problem' in item
            ? { ok: false as const, problem: problemBody(item.problem) }
            : { ok: true as const, result: item.result },
        ),
      };
    },
  });
}
