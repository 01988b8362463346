import type { TemplateOut, TemplateQuery } from '@outbound-composer/core/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { likePattern } from '../store/like.js';
import { templateOut } from '../store/templates.js';
import { channelNamed } from './channel-named.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Actor, Deps } from './deps.js';

export interface ListTemplates {
  readonly actor: Actor;
  readonly query: z.output<typeof TemplateQuery>;
}

const Position = z.tuple([z.string(), z.string(), z.uuid()]);

/**
 * Message templates by name and language.
 * @throws ProblemError `unknown_channel`, `validation_failed` for a cursor that is none of ours
 */
export async function listTemplates(
  { db }: Deps,
  { actor, query }: ListTemplates,
): Promise<{ items: TemplateOut[]; nextCursor: string | null }> {
  const { channelAccountId, status, language, q, limit } = query;
  const channel = channelNamed(query.channel);
  const after = query.cursor === undefined ? null : readCursor(query.cursor, Position);

  let select = db.selectFrom('template').where('workspace_id', '=', actor.workspaceId).selectAll();
  if (channel !== undefined) select = select.where('channel', '=', channel);
  if (channelAccountId !== undefined) select = select.where('channel_account_id', '=', channelAccountId);
  if (status !== 'any') select = select.where('status', '=', status);
  // `en` also finds `en_US`, the way providers write it.
  if (language !== undefined)
    select = select.where((eb) =>
      eb.or([
        eb(sql`lower(language)`, '=', language.toLowerCase().replace('-', '_')),
        eb(sql`lower(language)`, 'like', `${likePattern(language.toLowerCase())}\\_%`),
      ]),
    );
  if (q !== undefined && q.trim() !== '')
    select = select.where(sql<boolean>`strpos(fold(name || ' ' || body), fold(${q.trim()})) > 0`);
  if (after)
    select = select.where(sql<boolean>`(name, language, id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`);
  const rows = await select
    .orderBy('name')
    .orderBy('language')
    .orderBy('id')
    .limit(limit + 1)
    .execute();

  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(templateOut),
    nextCursor: rows.length > limit && last ? writeCursor([last.name, last.language, last.id]) : null,
  };
}
