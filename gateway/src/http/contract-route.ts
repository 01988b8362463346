import { Problem, ROUTES, type RouteName } from '@outbound-composer/core/contract';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';

type Contract<Name extends RouteName> = (typeof ROUTES)[Name];
type SchemaPart = 'params' | 'querystring' | 'body' | 'response';

export const problemResponse = {
  description: 'A problem; `code` says which.',
  content: { 'application/problem+json': { schema: Problem } },
};

async function noBodyIsAnEmptyOne(request: FastifyRequest): Promise<void> {
  request.body ??= {};
}

/** Method, path and schemas of a route of the contract, for `app.route({ ...contractRoute('me'), handler })`. */
export function contractRoute<Name extends RouteName>(name: Name) {
  const { method, path, summary, ...schemas } = ROUTES[name];
  const mayBeLeftOut = 'body' in schemas && (schemas.body as ZodType).safeParse({}).success;
  return {
    // Where every member of the body is optional, so is the body.
    ...(mayBeLeftOut ? { preValidation: noBodyIsAnEmptyOne } : {}),
    method: method as Contract<Name>['method'],
    url: path as Contract<Name>['path'],
    schema: {
      ...schemas,
      response: { ...schemas.response, default: problemResponse },
      operationId: name,
      summary,
      tags: [path.split('/')[2] ?? ''],
      security: [{ agentToken: [] }, { apiKey: [] }],
    } as unknown as Pick<Contract<Name>, SchemaPart & keyof Contract<Name>>,
  };
}
