import type { SendResult } from '@outbound-composer/core/contract';
import { ProblemError } from '../app/problem.js';
import type { SendMessageResult } from '../app/send-message.js';
import { decisionOut, type Language } from '../app/wire.js';

/**
 * A queued message as the API answers it.
 * @throws ProblemError `not_eligible`, with the decision and the contact's other channels
 */
export function sendAnswer(result: SendMessageResult, language: Language): SendResult {
  if (!('refused' in result)) {
    const { message, conversation, decision, undoUntil } = result;
    return {
      message,
      conversation,
      decision: decisionOut(decision, language),
      ...(undoUntil && { undoUntil: undoUntil.toISOString() }),
    };
  }
  const decision = decisionOut(result.refused.decision, language);
  const alternatives = result.refused.alternatives.map((one) => decisionOut(one, language));
  throw new ProblemError('not_eligible', decision.explanation, { extra: { decision, alternatives } });
}
