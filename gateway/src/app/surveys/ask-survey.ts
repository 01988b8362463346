import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { NamedConversation } from '../../store/conversations.js';
import type { Database, StoredContent, SurveyReason } from '../../store/database.js';
import type { Reach } from '../../store/facts.js';
import { lastAsked, type SurveyRow, updateSurvey } from '../../store/surveys.js';
import type { Deps } from '../deps.js';
import { formForText } from '../form-for.js';
import { reachedCap } from '../frequency-cap.js';
import { queueMessage } from '../queue-message.js';
import { rulesOf } from '../sending-rules.js';
import type { Language } from '../wire.js';
import { chooseSurveyChannel, hasButtons } from './choose-survey-channel.js';
import { surveyRulesOf } from './survey-rules.js';
import { labelOf, languageFor, listLabelIn, questionIn, REASONS, subjectIn } from './words.js';

/** What a pressed answer comes back with. */
export const buttonId = (surveyId: string, score: number): string => `csat:${surveyId}:${score}`;

/** As a token is kept. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Asks the question of a scheduled survey whose time has come: queues its message, in an automation's name and
 * leaving the conversation as it is. Where it may not be asked, the survey says why.
 */
export async function askSurvey(
  tx: Transaction<Database>,
  deps: Deps,
  {
    survey,
    conversation,
    reaches,
    now,
  }: {
    /** Locked after the identities and the conversation. */
    readonly survey: SurveyRow;
    readonly conversation: NamedConversation;
    readonly reaches: readonly Reach[];
    readonly now: number;
  },
): Promise<SurveyRow> {
  const { workspace_id: workspaceId, contact_id: contactId } = survey;
  const rules = surveyRulesOf(deps);
  const notSent = (reason: SurveyReason) => updateSurvey(tx, survey, { status: 'not_sent', reason });

  const last = await lastAsked(tx, workspaceId, contactId, survey.id);
  if (last && now < last.getTime() + rules.cooldownMs) return notSent(REASONS.cooldown(rules.cooldownMs));
  const { frequencyCap } = rulesOf(deps);
  if (await reachedCap(tx, frequencyCap, { workspaceId, contactId, purpose: 'csat', at: now }))
    return notSent(REASONS.frequencyCapped());

  const { scale } = survey;
  const chosen = await chooseSurveyChannel(tx, deps, { workspaceId, contactId, reaches, scale, now });
  if ('refused' in chosen) {
    if (chosen.quietUntil === null) return notSent(chosen.refused);
    return updateSurvey(tx, survey, { due_at: chosen.quietUntil, reason: chosen.refused });
  }

  const { plan } = chosen;
  const contact = await tx
    .selectFrom('contact')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', contactId)
    .select('language')
    .executeTakeFirst();
  const language = languageFor(contact?.language ?? null, rules);
  const question = survey.question ?? questionIn(language, rules);
  const { stored, token } = hasButtons(deps, plan.reach.account.id, scale)
    ? { stored: withButtons(survey, question, language), token: null }
    : withLink(question, language, rules.publicUrl ?? '');
  const messageId = uuid();
  const at = new Date(now);
  await queueMessage(tx, deps, {
    key: null,
    messageId,
    actor: { kind: 'system', workspaceId, name: null },
    contactId,
    conversation,
    purpose: 'csat',
    content: { channelAccountId: null, channel: null, stored, formFor: formForText, checkLength() {} },
    plan,
    at,
    reopenReason: undefined,
  });
  return updateSurvey(tx, survey, {
    status: 'sending',
    reason: null,
    question,
    language,
    channel: plan.reach.channel,
    message_id: messageId,
    token_hash: token === null ? null : tokenHash(token),
    asked_at: at,
    expires_at: new Date(now + rules.deadlineMs),
  });
}

function withButtons({ id, scale }: SurveyRow, text: string, language: Language): StoredContent {
  const quickReplies = Array.from({ length: scale }, (_, index) => ({
    id: buttonId(id, index + 1),
    title: labelOf(index + 1, scale, language),
  }));
  return { kind: 'text', text, quickReplies, listLabel: listLabelIn(language) };
}

function withLink(text: string, language: Language, publicUrl: string) {
  const token = randomBytes(32).toString('base64url');
  const link = `${publicUrl}/s/${token}`;
  const stored: StoredContent = { kind: 'text', text, subject: subjectIn(language), link };
  return { stored, token };
}
