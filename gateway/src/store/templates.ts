import type { TemplateOut } from '@outbound-composer/core/contract';
import { templateVariables } from '@outbound-composer/core/message';
import type { Selectable } from 'kysely';
import type { Database } from './database.js';

export type TemplateRow = Selectable<Database['template']>;

/** A template as the API shows it. */
export function templateOut(row: TemplateRow): TemplateOut {
  const template = {
    id: row.id,
    channel: row.channel,
    channelAccountId: row.channel_account_id,
    name: row.name,
    language: row.language,
    category: row.category,
    status: row.status,
    header: row.header,
    ...(row.header_format === null ? {} : { headerFormat: row.header_format }),
    body: row.body,
    footer: row.footer,
    buttons: row.buttons,
    examples: row.examples,
  };
  return { ...template, variables: [...templateVariables(template)] };
}
