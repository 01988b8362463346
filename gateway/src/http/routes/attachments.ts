import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { attachmentRules } from '../../app/attachment-rules.js';
import { getAttachment, openAttachment, openLinkedAttachment } from '../../app/get-attachment.js';
import { fieldProblem } from '../../app/problem.js';
import { tooLarge, uploadAttachment } from '../../app/upload-attachment.js';
import { sendAttachment } from '../attachment-answer.js';
import { contractRoute, problemResponse } from '../contract-route.js';
import type { App, HttpContext } from '../server.js';

/** Comes and goes as a stream, so the type says nothing of it. */
const File = z.custom<Readable>().meta({ type: 'string', format: 'binary' });
const file = {
  200: {
    description: 'The file, of its own type',
    content: { 'application/octet-stream': { schema: File } },
  },
  default: problemResponse,
};

/** Files for messages to be sent: in, and out again for whoever may see the message. */
export function attachmentRoutes(app: App, { deps }: HttpContext): void {
  app.register(async (plain) => uploadRoute(plain.withTypeProvider<ZodTypeProvider>(), deps));
  app.route({
    ...contractRoute('getAttachment'),
    handler: ({ actor, params }) => getAttachment(deps, { actor, id: params.id }),
  });
  app.route({
    method: 'GET',
    url: '/v1/attachments/:id/content',
    schema: {
      operationId: 'getAttachmentContent',
      summary: 'The file itself, always to be saved',
      tags: ['attachments'],
      security: [{ agentToken: [] }, { apiKey: [] }],
      params: z.object({ id: z.uuid() }),
      response: file,
    },
    handler: async ({ actor, params }, reply) =>
      sendAttachment(reply, await openAttachment(deps, { actor, id: params.id })),
  });
}

/** The body may be of any type and is never in memory as a whole. */
function uploadRoute(app: App, deps: HttpContext['deps']): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, body: Readable) => body);
  // Before the body is looked at, so that the answer names the field.
  app.addHook('onRequest', async ({ headers }) => void mediaType(headers['content-type']));
  const { schema, ...route } = contractRoute('uploadAttachment');
  const { maxBytes } = attachmentRules(deps);
  app.route({
    ...route,
    // Above what is taken, so that the answer to more says what would be right.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    schema: {
      ...schema,
      description: `Its \`Content-Type\` must be what the file is. At most ${maxBytes} bytes here; what a channel takes is said when it is sent. It is removed after a day unless a message carries it.`,
      consumes: ['application/octet-stream'],
      body: File,
    },
    handler: async ({ actor, query, headers, body }, reply) => {
      const type = mediaType(headers['content-type']);
      if (Number(headers['content-length'] ?? 0) > maxBytes) {
        reply.header('connection', 'close');
        throw tooLarge(maxBytes);
      }
      const content = body instanceof Readable ? body : Readable.from([]);
      return reply.code(201).send(await uploadAttachment(deps, { actor, name: query.name, type, content }));
    },
  });
}

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

function mediaType(header = ''): string {
  const type = header.split(';', 1)[0]!.trim().toLowerCase();
  if (TYPE.test(type)) return type;
  throw fieldProblem(
    'validation_failed',
    'Content-Type',
    header === '' ? 'is missing' : 'is no media type',
    'the type of the file, e.g. application/pdf',
  );
}

/** For whoever has a link that we signed: providers that fetch files, customers, browsers. */
export function linkedAttachmentRoute(app: App, { deps, workspace }: HttpContext): void {
  app.route({
    method: 'GET',
    url: '/attachments/:token',
    schema: {
      operationId: 'getLinkedAttachment',
      summary: 'The file that a signed link stands for, until it expires; always to be saved',
      tags: ['attachments'],
      params: z.object({ token: z.string().max(200) }),
      response: file,
    },
    handler: async ({ params: { token } }, reply) =>
      sendAttachment(reply, await openLinkedAttachment(deps, { workspaceId: workspace.id, token })),
  });
}
