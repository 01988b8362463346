import swagger, { type SwaggerTransformObject } from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { HttpContext } from './server.js';

const DESCRIPTION = `Finds contacts, says what each channel permits now, reopens conversations and sends.

Agents come with a JWT that the CRM's backend signs (HS256, ten minutes at most), machines with an API key that
begins with \`oc_\`. Every problem is \`application/problem+json\` (RFC 9457) with a stable \`code\`;
\`GET /problems/<code>\` explains it.`;

/** `/openapi.json`, and a reference page at `/docs` whose every file comes from this process. */
export async function registerOpenApi(
  app: FastifyInstance,
  { publicUrl, version }: HttpContext,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Outbound Composer gateway',
        version,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          agentToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'oc_…' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Outbound Composer gateway',
      // All of these would call out; the page must work without internet.
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

type Document = ReturnType<SwaggerTransformObject>;

/** Every schema comes as it is sent and as it is answered; only those that a route refers to are shown. */
function withoutUnused(document: Document): Document {
  const { components, ...routes } = document as { components?: { schemas?: Record<string, unknown> } };
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      visit(schemas[name] ?? null);
    }
  };
  visit(routes);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, components: { ...components, schemas: kept } } as Document;
}
