import { Problem, ROUTES, type RouteName } from '@outbound-composer/core/contract';

type Contract<Name extends RouteName> = (typeof ROUTES)[Name];
type SchemaPart = 'params' | 'querystring' | 'body' | 'response';

export const problemResponse = {
  description: 'A problem; `code` says which.',
  content: { 'application/problem+json': { schema: Problem } },
};

/** Method, path and schemas of a route of the contract, for `app.route({ ...contractRoute('me'), handler })`. */
export function contractRoute<Name extends RouteName>(name: Name) {
  const { method, path, summary, ...schemas } = ROUTES[name];
  return {
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
