import type { AttachmentFile, FieldError, OutboundContent } from '@outbound-composer/core/contract';
import { checkAttachments, kindOf } from '@outbound-composer/core/message';
import { capabilitiesOf } from '../channels/adapter.js';
import type { AttachmentRules } from './attachment-rules.js';
import type { DispatchAccount } from './deps.js';
import { formForText } from './form-for.js';
import type { PreparedContent } from './outbound-content.js';
import { ProblemError } from './problem.js';

/** A file with a caption, checked as far as it can be before a channel is chosen. */
export function prepareAttachment(
  { caption = '', subject }: Extract<OutboundContent, { kind: 'attachment' }>,
  attachment: AttachmentFile,
  rules: AttachmentRules,
): PreparedContent {
  const text = caption.trim() === '' ? null : caption;
  return {
    channelAccountId: null,
    channel: null,
    attachmentId: attachment.id,
    stored: { kind: 'attachment', attachment, text, ...(subject ? { subject } : {}) },
    formFor: formForText,
    obstacleOn(account) {
      const [first, ...others] = fileObstacles(attachment, text ?? '', account, rules);
      if (!first) return null;
      return new ProblemError('attachment_refused', `${first.field}: ${first.message}`, {
        errors: [first, ...others],
      });
    },
    // Said with what else is in its way.
    checkLength() {},
  };
}

/** Why a file cannot leave through an account, as faults of the request that sends it. */
export function fileObstacles(
  { type, bytes }: Pick<AttachmentFile, 'type' | 'bytes'>,
  caption: string,
  account: DispatchAccount,
  { publicUrl }: AttachmentRules,
): FieldError[] {
  const kind = kindOf(type);
  const { channel } = account;
  const can = capabilitiesOf(account);
  const ofFile = (message: string, expected: string): FieldError[] => [
    { field: 'content.attachmentId', message, expected },
  ];
  if (can === undefined || !can.media.includes(kind))
    return ofFile(
      `is of the kind ${kind} (${type}), which cannot be sent by ${channel}`,
      can === undefined || can.media.length === 0
        ? 'a text, or a channel that takes files'
        : `a file of the kind ${can.media.join(' or ')}, or another channel`,
    );
  if (can.fetchesMedia && publicUrl === null)
    return ofFile(
      `would be fetched from this gateway by ${channel}, which does not know the address`,
      'PUBLIC_URL in the gateway’s environment, or another channel',
    );
  const most = can.mostBytes?.[kind];
  const problems = checkAttachments(channel, [{ mediaType: type, bytes }], caption).map(
    ({ field, message }): FieldError => ({
      field: field === 'caption' ? 'content.caption' : 'content.attachmentId',
      message,
    }),
  );
  if (problems.length === 0 && most !== undefined && bytes > most)
    problems.push(...ofFile(`has ${bytes} bytes, more than ${channel} takes`, `at most ${most} bytes`));
  if (caption !== '' && !can.captions.includes(kind))
    problems.push({
      field: 'content.caption',
      message: `cannot stand beside a file of the kind ${kind} on ${channel}`,
      expected: 'no caption; send the text as a message of its own',
    });
  return problems;
}
