import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** JSON Schema as our own OpenAPI document writes it: no more keywords than these. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** A method on a path. */
export interface Operation {
  /** `sendMessage`, or method and path where it has no name. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  /** By status or `default`; null: an answer that is no JSON. */
  readonly answers: Readonly<Record<string, Schema | null>>;
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Described {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Media;
  readonly responses: Readonly<Record<string, Media>>;
}
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const openApiDocument = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'),
) as OpenApiDocument;

/** Everything that the document says can be asked. */
export const operations: readonly Operation[] = Object.entries(openApiDocument.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => {
      const { operationId, parameters = [], requestBody, responses } = described;
      return {
        id: operationId ?? `${method} ${path}`,
        method: method.toUpperCase() as Operation['method'],
        path,
        parameters,
        body: jsonOf(requestBody),
        answers: Object.fromEntries(
          Object.entries(responses).map(([status, media]) => [status, jsonOf(media)]),
        ),
      };
    }),
);

function jsonOf(media: Media | undefined): Schema | null {
  for (const [type, { schema }] of Object.entries(media?.content ?? {}))
    if (/\bjson\b/.test(type) && schema) return schema;
  return null;
}

/** What a `$ref` points to; every other schema is itself. */
export function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  const found = openApiDocument.components.schemas[name];
  if (!found) throw new Error(`The document has no schema ${schema.$ref}.`);
  return found;
}

/** The address of a request with these parameters; what no address can hold is replaced. */
export function urlOf({ path, parameters }: Operation, given: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const { name, in: where } of parameters)
    if (where === 'query' && given[name] !== undefined)
      for (const one of [given[name]].flat()) query.append(name, String(one));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(given[name]).toWellFormed()),
  );
  return query.size > 0 ? `${filled}?${query}` : filled;
}
