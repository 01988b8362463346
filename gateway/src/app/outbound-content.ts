import type { Channel, Decision, Form } from '@outbound-composer/core';
import type { OutboundContent, ProblemCode } from '@outbound-composer/core/contract';
import {
  measure,
  renderTemplate,
  type TemplateProblem,
  templateVariables,
  validateTemplate,
} from '@outbound-composer/core/message';
import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import type { Database, StoredContent } from '../store/database.js';
import { prepareAttachment } from './attachment-content.js';
import { attachmentRules } from './attachment-rules.js';
import type { Actor, Deps, DispatchAccount } from './deps.js';
import { type ChosenForm, formForTemplate, formForText } from './form-for.js';
import { attachmentWithinReach } from './get-attachment.js';
import { fieldProblem, ProblemError } from './problem.js';

type Template = Selectable<Database['template']>;

/** What somebody wants to send, checked as far as it can be before a channel is chosen. */
export interface PreparedContent {
  /** Set for a template: the only account that it can leave through. */
  readonly channelAccountId: string | null;
  readonly channel: Channel | null;
  /** The file that the message will carry. */
  readonly attachmentId?: string;
  /** As it is kept with the message. */
  readonly stored: StoredContent;
  formFor(decision: Decision): ChosenForm | null;
  /** What keeps it from leaving through an account although the channel permits it; absent: nothing. */
  obstacleOn?(account: DispatchAccount): ProblemError | null;
  /** @throws ProblemError `text_too_long` */
  checkLength(channel: Channel, form: Form): void;
}

/**
 * @throws ProblemError `text_empty`, `template_not_found`, `template_not_approved`, `variable_missing`,
 *   `variable_invalid`, `text_too_long`, `attachment_not_found`
 */
export async function prepareContent(
  db: Kysely<Database>,
  deps: Deps,
  actor: Actor,
  content: z.output<typeof OutboundContent>,
): Promise<PreparedContent> {
  if (content.kind === 'text') return prepareText(content);
  if (content.kind === 'attachment') {
    const row = await attachmentWithinReach(db, actor, content.attachmentId);
    if (!row) throw noAttachment();
    const { id, name, type, bytes } = row;
    return prepareAttachment(content, { id, name, type, bytes }, attachmentRules(deps));
  }
  const template = await db
    .selectFrom('template')
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', content.templateId)
    .selectAll()
    .executeTakeFirst();
  if (!template) {
    throw fieldProblem(
      'template_not_found',
      'content.templateId',
      'is not the id of a template',
      'an id from GET /v1/templates',
    );
  }
  return prepareTemplate(template, content.variables);
}

export const noAttachment = () =>
  fieldProblem(
    'attachment_not_found',
    'content.attachmentId',
    'is not the id of an attachment within reach',
    'an id from POST /v1/attachments',
  );

function prepareText({ text, subject }: { text: string; subject?: string | undefined }): PreparedContent {
  if (!/\S/.test(text)) {
    throw fieldProblem(
      'text_empty',
      'content.text',
      'is empty',
      'at least one character that is not a space',
    );
  }
  return {
    channelAccountId: null,
    channel: null,
    stored: { kind: 'text', text, ...(subject ? { subject } : {}) },
    formFor: formForText,
    checkLength(channel, form) {
      const { length, unit, max, over } = measure(text, channel, form);
      if (over === 0) return;
      throw fieldProblem(
        'text_too_long',
        'content.text',
        `has ${length} ${unit}, ${over} more than ${channel} takes`,
        `at most ${max} ${unit}`,
      );
    },
  };
}

function prepareTemplate(row: Template, variables: Readonly<Record<string, string>>): PreparedContent {
  const template = { ...row, headerFormat: row.header_format ?? undefined, buttons: row.buttons };
  const [first, ...others] = validateTemplate(template, variables);
  if (first) {
    const field = fieldOf(first);
    throw new ProblemError(codeOf(first), `${field}: ${first.message}`, {
      errors: [first, ...others].map((problem) => {
        const expected = expectedOf(problem, template);
        return { field: fieldOf(problem), message: problem.message, ...(expected ? { expected } : {}) };
      }),
    });
  }
  return {
    channelAccountId: row.channel_account_id,
    channel: row.channel,
    stored: {
      kind: 'template',
      templateId: row.id,
      name: row.name,
      language: row.language,
      variables: { ...variables },
      text: renderTemplate(template, variables).text,
    },
    formFor: (decision) => formForTemplate(decision, row.category),
    // Checked with the template: its limits are the channel's own.
    checkLength() {},
  };
}

const fieldOf = ({ field, code }: TemplateProblem): string =>
  code === 'template_not_approved' ? 'content.templateId' : `content.${field}`;

/** What would be right where the sentence of the problem does not already end with it. */
function expectedOf({ code, field }: TemplateProblem, template: Parameters<typeof validateTemplate>[0]) {
  switch (code) {
    case 'variable_missing':
    case 'variable_empty':
      return 'a text that is not empty';
    case 'variable_unknown':
      return `one of: ${templateVariables(template).join(', ') || 'none'}`;
    case 'variables_mixed':
      return 'variables that are all numbers or all names';
    case 'variables_not_contiguous':
      return 'variables that count up from 1';
    case 'empty':
      return `a ${field} that is not empty`;
    case 'too_many_buttons':
      return 'fewer buttons';
    default:
      return null;
  }
}

function codeOf({ code }: TemplateProblem): ProblemCode {
  switch (code) {
    case 'template_not_approved':
      return 'template_not_approved';
    case 'variable_missing':
      return 'variable_missing';
    case 'too_long':
      return 'text_too_long';
    case 'language_differs':
    case 'category_not_allowed':
      return 'template_mismatch';
    case 'variables_mixed':
    case 'variables_not_contiguous':
    case 'variable_empty':
    case 'variable_unknown':
    case 'variable_not_allowed':
    case 'too_many_variables':
    case 'line_break':
    case 'variable_malformed':
    case 'empty':
    case 'too_many_buttons':
      return 'variable_invalid';
  }
}
