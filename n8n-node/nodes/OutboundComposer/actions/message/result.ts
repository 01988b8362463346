import { GatewayProblem } from '@outbound-composer/core/client';
import type { SendResult } from '@outbound-composer/core/contract';
import { contactIdIn } from '../../contact-ref.js';
import { remedyOf } from '../../failures.js';
import { alternative, otherRefusal, verdictFields } from '../../outcome.js';
import type { Intent } from './send.intent.js';

/** Refusals that depend on the contact's state rather than on a mistake in the node. */
const REFUSALS: ReadonlySet<GatewayProblem['code']> = new Set([
  'not_eligible',
  'channel_not_available',
  'takeover_required',
  'frequency_capped',
]);

/** A template that does not belong to the channel is a mistake, but as a fallback it only does not help. */
export function isRefusal(error: unknown, position = 0): error is GatewayProblem {
  if (!(error instanceof GatewayProblem)) return false;
  return REFUSALS.has(error.code) || (position > 0 && error.code === 'template_mismatch');
}

/** An item of the output Sent. */
export function sentFields(
  { contact }: Intent,
  { message, conversation, decision }: SendResult,
  position = 0,
) {
  return {
    contact,
    contactId: message.contactId,
    messageId: message.id,
    conversationId: conversation.id,
    eligible: true,
    dryRun: false,
    ...verdictFields(decision),
    alternatives: [],
    fellBack: position > 0,
    form: message.form,
    status: message.status,
    content: message.content,
    conversation: { status: conversation.status, assignee: conversation.assignee },
  };
}

/** An item of the output Not Eligible. */
export function refusedFields({ contact, input, messages: [{ channel }] }: Intent, problem: GatewayProblem) {
  const common = {
    ...input,
    contact,
    contactId: contactIdIn(contact),
    messageId: null,
    eligible: false,
    dryRun: false,
  };
  if (problem.refusal === null) {
    const explanation = `${problem.detail} ${remedyOf(problem.code)}`.trim();
    return { ...common, ...otherRefusal(problem.code, explanation, channel ?? null) };
  }
  const { decision, alternatives } = problem.refusal;
  return { ...common, ...verdictFields(decision), alternatives: alternatives.map(alternative) };
}
