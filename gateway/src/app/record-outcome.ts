import type { Failure } from '@outbound-composer/core/contract';
import type { Transaction } from 'kysely';
import type { SendOutcome } from '../channels/adapter.js';
import { type AttemptKey, anyUnknown, endAttempt } from '../store/attempts.js';
import { audit } from '../store/audit.js';
import type { Database } from '../store/database.js';
import { lockProviderId, takeEarlyStatuses } from '../store/early-status.js';
import { noteMarketingRefusal } from '../store/marketing-refusal.js';
import { lockMessage, type MessageRow, setMessage, updateMessage } from '../store/messages.js';
import { mirrorIdentities } from '../store/mirror-contact.js';
import { insertEvents } from '../store/record-event.js';
import { GIVEN_BACK, giveBack } from '../store/reservation.js';
import { together } from '../store/together.js';
import { announceMessage, messageEvent } from './announce-message.js';
import { applyStatus, isFurther } from './delivery-status.js';
import type { Deps } from './deps.js';
import { asksSurvey } from './new-message.js';
import { applyConsent } from './receive-consent.js';

/** Attempts until we stop trying by ourselves. */
export const MAX_TRIES = 5;
const FIRST_DELAY_MS = 5_000;

/**
 * Writes down how a call to a provider ended: on the attempt, and on the message as far as nothing newer is known
 * of it. It is queued again only where nothing can have been accepted, or where the provider takes it once however
 * often it is sent.
 */
export async function recordOutcome(
  deps: Deps,
  attempt: AttemptKey & { readonly accountId: string },
  outcome: SendOutcome,
): Promise<void> {
  const { workspaceId, messageId } = attempt;
  await deps.db.transaction().execute(async (tx) => {
    const at = new Date(deps.clock());
    if (outcome.outcome === 'accepted') return recordAccepted(tx, attempt, outcome, at);
    const message = await lockMessage(tx, workspaceId, messageId);
    await endAttempt(tx, attempt, outcome, at).execute();
    if (message && outcome.outcome === 'rejected' && outcome.consent) {
      await applyConsent(tx, deps, workspaceId, message.identity_id, { change: outcome.consent, at });
    }
    if (message && outcome.outcome === 'rejected')
      await noteMarketingRefusal(tx, message, outcome.failure, at);
    // A person may have asked for another try meanwhile, or the provider reported more than we know.
    const isLast = message?.attempts === attempt.number;
    if (!isLast || (message.status !== 'sending' && message.status !== 'unknown')) return;
    if (outcome.outcome === 'unknown')
      return outcome.repeatable && message.tries < MAX_TRIES
        ? tryLater(tx, deps, message, null, at)
        : leaveUnknown(tx, message, outcome.failure, at);
    if (outcome.outcome === 'rejected') return giveUp(tx, deps, message, outcome.failure, at);
    return message.tries < MAX_TRIES
      ? tryLater(tx, deps, message, outcome.afterMs, at)
      : giveUp(tx, deps, message, { ...outcome.failure, retriable: true }, at);
  });
}

/** Also of an older attempt, and after `unknown`: that it got through is worth knowing whenever we learn it. */
async function recordAccepted(
  tx: Transaction<Database>,
  attempt: AttemptKey & { readonly accountId: string },
  outcome: Extract<SendOutcome, { outcome: 'accepted' }>,
  at: Date,
): Promise<void> {
  const { workspaceId, messageId, accountId } = attempt;
  const ref = { workspaceId, accountId, providerId: outcome.providerId };
  await lockProviderId(tx, ref);
  const message = await lockMessage(tx, workspaceId, messageId);
  if (!message) return;
  const isFree = await freeProviderId(tx, message, outcome.providerId);
  let row: MessageRow = {
    ...message,
    provider_id: isFree ? outcome.providerId : message.provider_id,
    sent_at: message.sent_at ?? at,
  };
  if (isFurther('sent', message.status)) row = { ...row, status: 'sent', failure: null };
  for (const early of await takeEarlyStatuses(tx, ref)) {
    row = { ...row, ...applyStatus(row, early) };
    await noteMarketingRefusal(tx, row, early.failure, early.at);
  }
  const { provider_id, status, failure, sent_at, delivered_at, read_at } = row;
  await together(
    tx,
    endAttempt(tx, attempt, outcome, at),
    setMessage(tx, message, { provider_id, status, failure, sent_at, delivered_at, read_at }),
    insertEvents(tx, await messageEvent(tx, row, 'message.changed', at)),
  );
}

/**
 * Whether no other message goes by this id of the provider. The same message as its provider repeated it before we
 * knew the id, taken for one that somebody else wrote, makes room. Any other keeps it: the provider has given one id
 * twice, and what it took must still be written down.
 */
async function freeProviderId(
  tx: Transaction<Database>,
  { workspace_id, id, channel_account_id }: MessageRow,
  providerId: string,
): Promise<boolean> {
  const other = await tx
    .selectFrom('message')
    .where('workspace_id', '=', workspace_id)
    .where('channel_account_id', '=', channel_account_id)
    .where('provider_id', '=', providerId)
    .where('id', '!=', id)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  if (!other) return true;
  if (other.direction !== 'outbound' || other.attempts > 0) return false;
  await tx
    .deleteFrom('message')
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', other.id)
    .execute();
  await giveBack(tx, other);
  return true;
}

async function tryLater(
  tx: Transaction<Database>,
  { queue }: Deps,
  message: MessageRow,
  afterMs: number | null,
  at: Date,
): Promise<void> {
  const wait = afterMs ?? FIRST_DELAY_MS * 4 ** (message.tries - 1);
  const row = await updateMessage(tx, message, { status: 'queued' });
  await queue.enqueueDispatch(
    tx,
    { workspaceId: row.workspace_id, messageId: row.id },
    { startAfter: new Date(at.getTime() + wait) },
  );
  await announceMessage(tx, row, 'message.changed', at);
}

/** Ends a message that is not to leave any more: as failed, unless one of its tries may have got through. */
export async function giveUp(
  tx: Transaction<Database>,
  deps: Pick<Deps, 'presetFor'>,
  message: MessageRow,
  failure: Failure,
  at: Date,
): Promise<void> {
  const { workspace_id: workspaceId, id: messageId, attempts, tries } = message;
  const isDoubtful = tries > 0 && (await anyUnknown(tx, { workspaceId, messageId }, attempts - tries));
  return isDoubtful ? leaveUnknown(tx, message, failure, at) : fail(tx, deps, message, failure, at);
}

/** Ends a message that the provider surely did not take: it counts no longer. */
export async function fail(
  tx: Transaction<Database>,
  { presetFor }: Pick<Deps, 'presetFor'>,
  message: MessageRow,
  failure: Failure,
  at: Date,
): Promise<void> {
  await giveBack(tx, message);
  const { workspace_id: workspaceId, contact_id: contactId } = message;
  await mirrorIdentities(tx, { workspaceId, contactId, at: at.getTime(), preset: presetFor(workspaceId) });
  const row = await updateMessage(tx, message, {
    ...GIVEN_BACK,
    status: 'failed',
    // A survey is asked anew, under its own rules, rather than its message sent again.
    failure: asksSurvey(message) ? { ...failure, retriable: false } : failure,
  });
  await announceMessage(tx, row, 'message.changed', at);
}

/** Nobody can know whether the provider took it. It still counts, and only a person sends it again. */
export async function leaveUnknown(
  tx: Transaction<Database>,
  message: MessageRow,
  failure: Failure,
  at: Date,
): Promise<void> {
  const row = await updateMessage(tx, message, { status: 'unknown', failure });
  await audit(tx, {
    workspaceId: row.workspace_id,
    at,
    by: 'system',
    action: 'message_outcome_unknown',
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.id,
  });
  await announceMessage(tx, row, 'message.changed', at);
}
