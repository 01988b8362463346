import type { Decision } from '@outbound-composer/core';
import { explain } from '@outbound-composer/core/explain';
import type { Transaction } from 'kysely';
import type { Database, SurveyReason } from '../../store/database.js';
import type { Reach } from '../../store/facts.js';
import { type Asked, chooseChannel, decideCandidates } from '../choose-channel.js';
import { type Counted, decideCounted } from '../decide-counted.js';
import type { Deps } from '../deps.js';
import { formForText } from '../form-for.js';
import type { PreparedContent } from '../outbound-content.js';
import { quietUntil } from '../quiet-hours.js';
import { surveyRulesOf } from './survey-rules.js';
import { REASONS } from './words.js';

export type SurveyChannel =
  | { readonly plan: Counted }
  | {
      readonly refused: SurveyReason;
      /** When the quiet hours that alone stand in the way are over. */
      readonly quietUntil: Date | null;
    };

/** Whether a contact can answer by pressing a button there. */
export const hasButtons = ({ accounts }: Pick<Deps, 'accounts'>, accountId: string, scale: number): boolean =>
  (accounts.get(accountId)?.adapter.capabilities?.quickReplies ?? 0) >= scale;

/** The channel that the conversation was on last if it takes the survey now, else the best one that does. */
export async function chooseSurveyChannel(
  tx: Transaction<Database>,
  deps: Deps,
  {
    workspaceId,
    contactId,
    reaches,
    scale,
    now,
  }: {
    readonly workspaceId: string;
    readonly contactId: string;
    /** Locked. */
    readonly reaches: readonly Reach[];
    readonly scale: number;
    readonly now: number;
  },
): Promise<SurveyChannel> {
  const isConfigured = ({ account }: Reach) => deps.accounts.has(account.id);
  const canBeAnswered = ({ account }: Reach) =>
    surveyRulesOf(deps).publicUrl !== null || hasButtons(deps, account.id, scale);
  const isUsable = (reach: Reach) => isConfigured(reach) && canBeAnswered(reach);
  if (reaches.length === 0) return refusal(REASONS.noChannel());
  if (!reaches.some(isConfigured)) return refusal(REASONS.notAvailable());
  if (!reaches.some(isUsable)) return refusal(REASONS.noPage());

  const lastUsed = await lastUsedIdentity(tx, workspaceId, contactId);
  const asked: Asked = {
    at: now,
    sender: 'automation',
    purpose: 'csat',
    preset: deps.presetFor(workspaceId),
    channel: undefined,
    channelAccountId: undefined,
    accountOf: (accountId) => deps.accounts.get(accountId),
  };
  const choice = await decideCounted(tx, { workspaceId, reaches, at: now, preset: asked.preset }, (all) => {
    const known = all.filter(isUsable);
    const last = known.filter(({ identityId }) => identityId === lastUsed);
    const preferred = last.length > 0 ? chooseChannel(last, ANY_TEXT, asked) : null;
    if (preferred && !('refused' in preferred)) return preferred;
    const best = chooseChannel(known, ANY_TEXT, asked);
    // What is told of is why the usual channel did not do.
    return 'refused' in best ? (preferred ?? best) : best;
  });
  if (!('refused' in choice)) return { plan: choice };
  const until = quietUntil(decideCandidates(reaches.filter(isUsable), ANY_TEXT, asked));
  return refusal(reasonOf(choice.refused.decision), until !== null && until > now ? new Date(until) : null);
}

const refusal = (reason: SurveyReason, until: Date | null = null) => ({ refused: reason, quietUntil: until });

const reasonOf = (decision: Decision): SurveyReason => ({
  code: decision.reason,
  en: explain(decision, 'en'),
  de: explain(decision, 'de'),
});

/** What a channel is chosen for before it is known how the answer is given there. */
const ANY_TEXT: PreparedContent = {
  channelAccountId: null,
  channel: null,
  stored: { kind: 'text', text: '' },
  formFor: formForText,
  checkLength() {},
};

async function lastUsedIdentity(
  tx: Transaction<Database>,
  workspaceId: string,
  contactId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('status', 'not in', ['scheduled', 'cancelled', 'failed'])
    .select('identity_id')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.identity_id ?? null;
}
