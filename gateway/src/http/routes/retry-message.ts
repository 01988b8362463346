import { retryMessage } from '../../app/retry-message.js';
import { contractRoute } from '../contract-route.js';
import { languageOf } from '../language.js';
import { sendAnswer } from '../send-answer.js';
import type { App, HttpContext } from '../server.js';

export function retryMessageRoute(app: App, { deps }: HttpContext): void {
  app.route({
    ...contractRoute('retryMessage'),
    handler: async (request, reply) => {
      const result = await retryMessage(deps, {
        actor: request.actor,
        messageId: request.params.id,
        takeOver: request.body.takeOver,
      });
      return reply.code(202).send(sendAnswer(result, languageOf(request)));
    },
  });
}
