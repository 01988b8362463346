import type { Survey } from '@outbound-composer/core/contract';
import { v7 as uuid } from 'uuid';
import { audit } from '../../store/audit.js';
import { findNamedConversation, lockOrStartConversation } from '../../store/conversations.js';
import { lockReach } from '../../store/facts.js';
import { claimKey, fingerprintOf } from '../../store/idempotency.js';
import { findSurvey, insertSurvey, surveyOut } from '../../store/surveys.js';
import { assignmentOf, mayReach } from '../access.js';
import type { Actor, Deps } from '../deps.js';
import { keyReused, lockReachable } from '../send-message.js';
import type { Language } from '../wire.js';
import { askSurvey } from './ask-survey.js';
import { surveyNotFound } from './list-surveys.js';
import { snapshotOf } from './schedule-survey.js';
import { surveyRulesOf } from './survey-rules.js';

export interface RequestSurvey {
  readonly actor: Actor;
  /** Names this request among the actor's; the same request again is answered with the first one's survey. */
  readonly idempotencyKey: string;
  readonly contactId: string;
  readonly question?: string | undefined;
  readonly language: Language;
}

/**
 * Asks a contact now, whatever the state of the conversation. A survey that may not be sent is an answer too: it is
 * `not_sent` and says why.
 *
 * @throws ProblemError `contact_not_found`, `idempotency_key_reused`
 */
export async function requestSurvey(
  deps: Deps,
  { actor, idempotencyKey, contactId, question, language }: RequestSurvey,
): Promise<Survey> {
  const { workspaceId } = actor;
  const key = {
    workspaceId,
    actor: actor.kind === 'agent' ? `survey:agent:${actor.agentId}` : `survey:machine:${actor.keyId}`,
    key: idempotencyKey,
    fingerprint: fingerprintOf({ contact: contactId, question: question ?? null }),
  };
  return deps.db.transaction().execute(async (tx) => {
    const id = uuid();
    const earlier = await claimKey(tx, key, id);
    if (earlier) {
      if (!earlier.sameRequest) throw keyReused('survey');
      const known = await findSurvey(tx, workspaceId, earlier.messageId);
      const conversation =
        known && (await findNamedConversation(tx, workspaceId, { contactId: known.contact_id }));
      if (!known || !mayReach(actor, assignmentOf(conversation))) throw surveyNotFound();
      return surveyOut(known, language);
    }

    const now = deps.clock();
    const at = new Date(now);
    const reaches = await lockReach(tx, workspaceId, contactId, now);
    const known = await lockReachable(tx, actor, contactId);
    const conversation =
      known ??
      (await lockOrStartConversation(tx, { workspaceId, contactId, at, by: actor, status: 'closed' }));
    const survey = await insertSurvey(tx, {
      workspace_id: workspaceId,
      id,
      contact_id: contactId,
      conversation_id: conversation.id,
      origin: 'request',
      status: 'scheduled',
      ...(await snapshotOf(tx, workspaceId, conversation.assignee_id ?? conversation.closed_by)),
      question: question ?? null,
      scale: surveyRulesOf(deps).scale,
      created_at: at,
      due_at: at,
    });
    await audit(tx, {
      workspaceId,
      at,
      by: actor,
      action: 'survey_requested',
      contactId,
      conversationId: conversation.id,
      detail: { survey: id },
    });
    return surveyOut(await askSurvey(tx, deps, { survey, conversation, reaches, now }), language);
  });
}
