import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DispatchAccount } from '../../app/deps.js';
import { ProblemError } from '../../app/problem.js';
import type { Visitor } from '../../app/visitor-chat.js';
import { WebsiteChatSettings } from '../../channels/website-chat/settings.js';
import { verifyVisitorToken } from '../../channels/website-chat/visitor-token.js';
import { findAccount } from '../find-account.js';
import type { HttpContext } from '../server.js';

export const ChatParams = z.object({ workspace: z.string(), accountKey: z.string() });

export interface ChatAccount {
  readonly account: DispatchAccount;
  readonly settings: WebsiteChatSettings;
}

export function chatAccount(context: HttpContext, params: z.output<typeof ChatParams>): ChatAccount {
  const account = findAccount(context, params, 'website_chat');
  return { account, settings: WebsiteChatSettings.parse(account.settings) };
}

/**
 * The visitor whose token came with the request.
 * @throws ProblemError `token_missing`, `token_invalid`
 */
export async function visitorOf(
  context: HttpContext,
  request: FastifyRequest<{ Params: z.output<typeof ChatParams> }>,
): Promise<Visitor> {
  const { account, settings } = chatAccount(context, request.params);
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined)
    throw new ProblemError('token_missing', 'Expected Authorization: Bearer <token of the session>.');
  const visitor = await knownVisitor(settings, account.key, token, context.deps.clock());
  if (visitor === null)
    throw new ProblemError('token_invalid', 'The session is not one of this chat, or has expired.');
  return { account, visitorId: visitor };
}

export async function knownVisitor(
  settings: WebsiteChatSettings,
  accountKey: string,
  token: string,
  at: number,
): Promise<string | null> {
  return (await verifyVisitorToken(settings, { accountKey, token, at }))?.visitorId ?? null;
}
