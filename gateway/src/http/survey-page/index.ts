import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../app/problem.js';
import { answerByPage, type SurveyPageState, surveyByToken } from '../../app/surveys/answer-survey.js';
import { languageOf } from '../language.js';
import type { App, HttpContext } from '../server.js';
import {
  COMMENT_LENGTH,
  CONTENT_SECURITY_POLICY,
  type Draft,
  questionPage,
  unknownPage,
  wordsPage,
} from './page.js';

const REQUESTS_A_MINUTE = 60;
/** The longest comment, percent-encoded, and a little. */
const BODY_LIMIT = 32 * 1024;

type ByToken = FastifyRequest<{ Params: { token: string } }>;

/**
 * The page that a survey's link leads to, for channels without buttons: `/s/<token>`. Whoever knows the token may
 * answer, once. Looking at the page is no answer, because programs that preview links do that too.
 */
export async function surveyPageRoutes(app: App, context: HttpContext): Promise<void> {
  const { deps, workspace } = context;
  await app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError('rate_limited', `At most ${REQUESTS_A_MINUTE} requests a minute from one address.`, {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
  );

  const find = ({ params }: ByToken) => surveyByToken(deps, workspace.id, params.token);
  app.route<{ Params: { token: string } }>({
    method: 'GET',
    url: '/s/:token',
    schema: { hide: true },
    handler: async (request, reply) => {
      const found = await find(request);
      return found ? show(reply, found, request) : showUnknown(reply, request);
    },
  });
  app.route<{ Params: { token: string } }>({
    method: 'POST',
    url: '/s/:token',
    schema: { hide: true },
    handler: async (request, reply) => {
      const found = await find(request);
      if (!found) return showUnknown(reply, request);
      if (found.state !== 'open') return show(reply.code(409), found, request);
      const form = readForm(request.body, found.survey.scale);
      if ('fault' in form) return show(reply.code(422), found, request, form);
      if (await answerByPage(deps, found.survey, form))
        return send(reply, wordsPage(languageIn(found), 'thanks'));
      // Answered by another page or button, or ended, at this very moment.
      const now = await find(request);
      return now ? show(reply.code(409), now, request) : showUnknown(reply, request);
    },
  });
}

const languageIn = ({ survey }: SurveyPageState) => survey.language ?? 'en';

function show(reply: FastifyReply, found: SurveyPageState, request: ByToken, draft?: Draft): FastifyReply {
  const language = languageIn(found);
  switch (found.state) {
    case 'answered':
      return send(reply, wordsPage(language, 'already'));
    case 'over':
      return send(reply, wordsPage(language, 'over'));
    case 'open': {
      const { question, scale } = found.survey;
      const action = `/s/${request.params.token}`;
      return send(reply, questionPage({ language, question: question ?? '', scale, action }, draft));
    }
  }
}

const showUnknown = (reply: FastifyReply, request: FastifyRequest): FastifyReply =>
  send(reply.code(404), unknownPage(languageOf(request)));

const send = (reply: FastifyReply, html: string): FastifyReply =>
  reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .serializer((page: unknown) => String(page))
    .send(html);

/** What PostgreSQL cannot keep as text. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

function readForm(body: unknown, scale: number): Draft | { score: number; comment: string | null } {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams();
  const given = form.get('score') ?? '';
  const score =
    /^\d{1,2}$/.test(given) && Number(given) >= 1 && Number(given) <= scale ? Number(given) : null;
  // A browser writes line ends as CR LF, and counts them as one character.
  const comment = (form.get('comment') ?? '').replaceAll('\r\n', '\n').replace(UNSTORABLE, '\uFFFD').trim();
  if (score === null) return { score, comment: comment.slice(0, COMMENT_LENGTH), fault: 'chooseOne' };
  if (comment.length > COMMENT_LENGTH) return { score, comment, fault: 'tooLong' };
  return { score, comment: comment || null };
}
